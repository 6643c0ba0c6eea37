import type { TriedAgent } from '../../shared/api/engineTries.ts';
import type { Caller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { Engines } from '../engines/engines.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { Agent, AgentPiece, AgentRequest } from './contract.ts';
import { countAnswer } from './conversations/countAnswer.ts';
import { Patience, TURN_LIMITS } from './turn/patience.ts';
import { untilAborted } from './turn/untilAborted.ts';
import { learned } from './understanding/intents/intents.ts';
import { understand } from './understanding/understand.ts';

export interface TryAgentDeps {
  database: Database;
  agents: Pick<Engines<Agent>, 'of'>;
}

/**
 * What one agent answers to one line, and how long that took: nobody stands in for it. Nothing is written down but that
 * it answered, which counts in the usage. Throws `not-found` where it is not set up, and what agents throw.
 */
export async function tryAgent(
  { database, agents }: TryAgentDeps,
  { workspaceId }: Caller,
  { id, text, signal }: { id: string; text: string; signal: AbortSignal },
): Promise<TriedAgent> {
  const seat = (await agents.of(workspaceId)).find(({ desk }) => desk.engine.id === id);
  if (!seat) throw notFound('engine');
  const { desk } = seat;
  const { name, version } = desk.engine;
  await learned();
  const startedAt = performance.now();
  const patience = new Patience(name, TURN_LIMITS.firstPieceMs);
  const until = AbortSignal.any([signal, patience.signal]);
  let said = '';
  let end: Extract<AgentPiece, { kind: 'end' }> | undefined;
  try {
    const pieces = desk.run((agent) => agent.reply(lone(text, until)), { workspaceId, signal });
    for await (const piece of untilAborted(pieces, until)) {
      patience.heard(TURN_LIMITS.idleMs);
      if (piece.kind === 'text') said += piece.text;
      if (piece.kind === 'end') end = piece;
    }
  } finally {
    patience.end();
  }
  const tookMs = performance.now() - startedAt;
  const answered = said.trim();
  if (!end) throw new ProblemError('engine-failed', `${name} ended without an end.`);
  const { reason, usage } = end;
  await database.withWorkspace(workspaceId, (tx) =>
    countAnswer(tx, workspaceId, { agent: { id, version }, cached: false, end: reason, usage }),
  );
  if (answered === '') throw new ProblemError('engine-failed', `${name} answered with nothing.`);
  return { text: answered, tookMs };
}

/** A line that stands in no conversation. */
const lone = (text: string, signal: AbortSignal): AgentRequest => ({
  instructions: 'Somebody tries whether you answer. Answer in one or two short sentences.',
  history: [],
  summary: null,
  facts: [],
  text,
  understanding: understand(text),
  language: 'en',
  timeZone: 'UTC',
  now: new Date(),
  tools: [],
  opening: null,
  memory: null,
  signal,
});
