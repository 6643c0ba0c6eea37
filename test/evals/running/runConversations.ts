import { THEMES } from '../scenarios/index.ts';
import { WIRING } from '../scenarios/wiring.ts';
import { builtinAgents } from './builtin.ts';
import { play } from './play.ts';
import { playWiring } from './playWiring.ts';
import { linesOf, type Result, shareOf } from './report.ts';
import type { TalkMeans } from './talk.ts';
import { linesOfUnderstanding, measureSets } from './understanding.ts';

/** What to run, and where its lines go. */
export interface RunOptions {
  wanted(name: string): boolean;
  /** What was said is printed for conversations that failed. */
  transcripts: boolean;
  print(lines: readonly string[]): void;
}

/** Everything that was measured, and whether every goal was reached. */
export interface Run {
  report: unknown;
  reached: boolean;
}

/** Of the conversations with the built-in agent; those with scripted models prove the wiring and pass all. */
const CONVERSATIONS_GOAL = 0.95;

/** Conversations with the built-in agent and with scripted models, and utterances. */
export async function runConversations(
  means: TalkMeans,
  { wanted, transcripts, print }: RunOptions,
): Promise<Run> {
  const builtin = await playBuiltin(means, wanted);
  if (builtin.length > 0) print(['\n— built-in agent\n', ...linesOf(builtin, { transcripts })]);
  const wiring: Result[] = [];
  for (const dialect of ['anthropic', 'openai'] as const)
    for (const one of WIRING)
      if (wanted(`wiring, ${dialect}: ${one.name}`)) wiring.push(await playWiring(means, dialect, one));
  if (wiring.length > 0) print(['\n— wiring with scripted models\n', ...linesOf(wiring, { transcripts })]);
  const understanding = wanted('understanding') ? await measureSets() : [];
  for (const set of understanding) print(linesOfUnderstanding(set));
  const reached =
    shareOf(builtin) >= CONVERSATIONS_GOAL &&
    shareOf(wiring) === 1 &&
    understanding.every(({ set, reached: good }) => good || set !== 'heldOut');
  return { report: { builtin, wiring, understanding }, reached };
}

async function playBuiltin(means: TalkMeans, wanted: RunOptions['wanted']): Promise<Result[]> {
  const agents = builtinAgents();
  const results: Result[] = [];
  try {
    for (const { name: theme, scenarios } of THEMES)
      for (const scenario of scenarios)
        if (wanted(`${theme}: ${scenario.name}`))
          results.push(await play({ ...means, agents }, theme, scenario));
  } finally {
    await agents.close();
  }
  return results;
}
