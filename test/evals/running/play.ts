import { sql } from 'drizzle-orm';
import { type Agent, type Tool, ToolError } from '../../../server/dialogue/contract.ts';
import { ourTools } from '../../../server/dialogue/tools/ourTools.ts';
import type { TurnLimits } from '../../../server/dialogue/turn/patience.ts';
import type { Engines } from '../../../server/engines/engines.ts';
import type { ChatReply } from '../../../shared/api/chat.ts';
import { createWorkspace, type TestDatabase } from '../../support/database.ts';
import { Caller } from './caller.ts';
import { complaints } from './judge.ts';
import type { Result } from './report.ts';
import type { Scenario } from './scenario.ts';
import { openTalk, type TalkMeans } from './talk.ts';
import { TIME_ZONE, USUAL_NOW } from './usualWorld.ts';
import { bookedTimes, buildWorld } from './world.ts';

/** A conversation that has not come to its end by now never will. */
const MOST_TURNS = 16;
/** Who is told the same so often in a row gives up. */
const MOST_REPEATS = 3;

/** Who answers, with what. */
export interface Player extends TalkMeans {
  agents: Engines<Agent>;
  /** Ids of agents, most preferred first. */
  order?: string[];
  limits?: Partial<TurnLimits> | undefined;
  /** Speech over a line: what is understood of a text, after what was heard before. Answers are spoken then, too. */
  line?: (text: string, heardBefore: string) => Promise<string>;
}

/** Has one conversation in a workspace of its own and judges what it left behind. */
export function play(player: Player, theme: string, scenario: Scenario): Promise<Result> {
  const caller = new Caller(scenario.caller);
  return playWith(player, theme, scenario, (heard) => caller.next(heard));
}

/** The same with somebody who says one thing after the other, whatever they hear. */
export function playList(
  player: Player,
  theme: string,
  scenario: Omit<Scenario, 'caller'> & { says: readonly string[] },
): Promise<Result> {
  const left = [...scenario.says];
  return playWith(player, theme, scenario, () => left.shift() ?? null);
}

async function playWith(
  player: Player,
  theme: string,
  { name, world = {}, end }: Omit<Scenario, 'caller'>,
  next: (heard: string) => string | null,
): Promise<Result> {
  const { db, agents, order = [], limits, line } = player;
  const workspace = await createWorkspace(db);
  const { workspaceId } = workspace;
  await buildWorld(db.database, workspaceId, world);
  const before = await bookedTimes(db.database, workspaceId);
  const talk = await openTalk(player, {
    workspace,
    agents,
    order,
    tools: ourTools(db.database).map((tool) => broken(tool, world.brokenTools?.[tool.name])),
    now: await instantOf(db, world.now ?? USUAL_NOW),
    limits,
    speak: line !== undefined,
  });
  const { turns, transcript, ended } = await converse(next, (text) => talk.say(text), line);
  await talk.close();
  const after = await bookedTimes(db.database, workspaceId);
  return {
    theme,
    name,
    transcript,
    complaints: complaints(end, {
      said: turns.map(({ text }) => text),
      toolAnswers: turns.flatMap(({ tools }) =>
        tools.flatMap(({ tool, answer }) => (answer ? [{ tool, answer }] : [])),
      ),
      actions: turns.flatMap(({ actions }) => actions),
      before,
      after,
      ended,
      unspoken: line ? turns.filter(({ audioUrl }) => audioUrl === null).length : 0,
    }),
  };
}

async function converse(
  next: (heard: string) => string | null,
  say: (text: string) => Promise<ChatReply>,
  line?: Player['line'],
) {
  const turns: ChatReply[] = [];
  const transcript: string[] = [];
  let heard = '';
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const text = next(heard);
    if (text === null) return { turns, transcript, ended: 'ended' as const };
    const understood = line ? await line(text, heard) : text;
    const said = await say(understood);
    turns.push(said);
    heard = said.text;
    transcript.push(
      `person: ${text}${line ? ` (understood: ${understood})` : ''}`,
      ...said.tools.map(
        ({ tool, arguments: input, answer }) =>
          `  ${tool} ${JSON.stringify(input)} → ${answer?.ok ? 'ok' : answer?.code}`,
      ),
      `agent:  ${heard}${said.actions.map(({ kind }) => ` [${kind}]`).join('')}`,
    );
    // Who was passed on, or whose conversation was ended, says nothing more here.
    if (said.actions.length > 0) return { turns, transcript, ended: 'ended' as const };
    const last = turns.slice(-MOST_REPEATS);
    if (last.length === MOST_REPEATS && last.every((turn) => turn.text === heard))
      return { turns, transcript, ended: 'circles' as const };
  }
  return { turns, transcript, ended: 'endless' as const };
}

function broken(tool: Tool, how: 'unavailable' | 'hangs' | undefined): Tool {
  if (how === undefined) return tool;
  return {
    ...tool,
    timeoutMs: 200,
    run: async (_input, { signal }) => {
      if (how === 'hangs') await new Promise((_, reject) => signal.addEventListener('abort', reject));
      throw new ToolError('unavailable', 'This does not work at the moment.');
    },
  };
}

async function instantOf({ database }: TestDatabase, local: string): Promise<Date> {
  const { rows } = await database.outside.execute<{ at: Date | string }>(
    sql`select ${local}::timestamp at time zone ${TIME_ZONE} as at`,
  );
  return new Date(rows[0]!.at);
}
