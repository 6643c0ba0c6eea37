import type { Desk } from '../../engines/desk.ts';
import type { Agent } from '../contract.ts';
import type { BegunTurn } from '../conversations/beginTurn.ts';
import type { ConversationState } from '../conversations/content.ts';
import { charactersOf, KEPT_UTTERANCES, SUMMARISE_CHARACTERS } from '../turn/history.ts';
import type { TurnOutcome } from '../turn/request.ts';
import { type SummaryWish, summarise } from '../turn/summarise.ts';

const MOST_FACTS = 30;
/** For a summary that is not there when the answer is. */
const LAST_WAIT_MS = 5_000;

export type Summary = Pick<ConversationState, 'summary' | 'summarisedTo'>;

/**
 * Begins to summarise what is older, beside the answer, once there is much of it. Gives null where there is not, or
 * nobody who could.
 */
export function beginSummary(
  { history, state }: BegunTurn,
  agents: readonly Desk<Agent>[],
  wish: Omit<SummaryWish, 'said' | 'before'>,
): Promise<Summary | null> | null {
  const model = agents.find(({ engine, healthy }) => engine.kind !== 'builtin' && healthy);
  const older = history.slice(0, -KEPT_UTTERANCES);
  const summarisedTo = older.at(-1)?.number;
  if (!model || summarisedTo === undefined || charactersOf(history) < SUMMARISE_CHARACTERS) return null;
  return summarise(model, { ...wish, said: older, before: state.summary }).then((summary) =>
    summary === null ? null : { summary, summarisedTo },
  );
}

/** What is kept of the conversation after a turn. */
export async function stateAfter(
  before: ConversationState,
  { facts, memory, agent, end }: TurnOutcome,
  summary: Promise<Summary | null> | null,
): Promise<ConversationState> {
  const known = [...new Set([...before.facts, ...facts])].slice(-MOST_FACTS);
  return {
    ...before,
    ...(summary && (await inTime(summary))),
    facts: known,
    // Of the last one only: what another kept was of an earlier state of the conversation.
    memories: memory !== undefined ? { [agent.id]: memory } : end === 'aborted' ? before.memories : {},
  };
}

async function inTime(summary: Promise<Summary | null>): Promise<Summary | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LAST_WAIT_MS);
  });
  try {
    return await Promise.race([summary, late]);
  } finally {
    clearTimeout(timer);
  }
}
