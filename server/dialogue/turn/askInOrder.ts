import type { Desk } from '../../engines/desk.ts';
import { ProblemError } from '../../problem.ts';
import type { Agent, AgentRequest, TurnEnd, Understanding } from '../contract.ts';
import { fitted, shorter } from './history.ts';
import { Patience, TURN_LIMITS } from './patience.ts';
import type { AgentNamed, TurnRequest } from './request.ts';
import type { Telling } from './telling.ts';
import type { ToolWatch } from './toolWatch.ts';
import { untilAborted } from './untilAborted.ts';

export interface Told {
  end: TurnEnd;
  /** Null: nobody was asked. */
  agent: AgentNamed | null;
  memory: unknown;
  usage: { inputTokens: number; outputTokens: number };
  /** The last failure on the way. */
  problem: unknown;
}

interface Means {
  telling: Telling;
  watch: ToolWatch;
  /** Aborts when the turn has taken too long, whoever answers. */
  overall: AbortSignal;
}

const NO_TOKENS = { inputTokens: 0, outputTokens: 0 };

/**
 * Asks the agents in order until one answers. Another one is asked only while nothing of an answer was given: words
 * that somebody heard are not taken back. Never throws.
 */
export async function askInOrder(
  request: TurnRequest,
  understanding: Understanding,
  means: Means,
): Promise<Told> {
  const { telling, watch, overall } = means;
  const { signal } = request;
  const tools = watch.watching(request.offerTools(understanding, watch));
  const before = telling.text.length;
  let asked: AgentRequest = {
    instructions: request.instructions,
    history: fitted(request.history),
    summary: request.summary,
    facts: request.facts,
    text: request.text,
    understanding,
    language: request.language,
    timeZone: request.timeZone,
    now: request.now,
    tools,
    personName: request.personName,
    hasKeys: request.hasKeys,
    callsFrom: request.callsFrom,
    persona: request.persona,
    opening: request.opening,
    memory: undefined,
    signal,
  };
  let problem: unknown = null;
  let agent: AgentNamed | null = null;
  const waiting = [...request.agents];
  let shortened = false;
  for (let desk = waiting.shift(); desk && !overall.aborted; ) {
    const { id, name, version } = desk.engine;
    agent = { id, name, version };
    // What tools said before somebody else took over is not asked twice.
    const facts = [...request.facts, ...watch.facts];
    try {
      const told = await askOne(
        desk,
        { ...asked, facts, memory: request.memories[id] ?? null },
        request,
        means,
      );
      const answered = telling.text.slice(before).trim() !== '';
      // Who only greets is answered by the opening.
      const greeted = request.opening !== null && understanding.intent === 'greeting';
      if (told.end !== 'complete' || answered || greeted) return { ...told, agent, problem };
      problem = new ProblemError('engine-failed', `${name} answered with nothing.`);
    } catch (error) {
      if (signal.aborted) return { end: 'aborted', agent, memory: undefined, usage: NO_TOKENS, problem };
      problem = error;
      if (telling.text.length > before)
        return { end: 'failed', agent, memory: undefined, usage: NO_TOKENS, problem };
      if (error instanceof ProblemError && error.code === 'context-too-long' && !shortened) {
        shortened = true;
        asked = { ...asked, history: shorter(asked.history) };
        continue;
      }
    }
    desk = waiting.shift();
  }
  return { end: 'failed', agent, memory: undefined, usage: NO_TOKENS, problem };
}

/** Throws what the agent throws, and `timeout` when it stalls. */
async function askOne(
  desk: Desk<Agent>,
  asked: AgentRequest,
  { workspaceId, limits, signal }: TurnRequest,
  { telling, watch, overall }: Means,
): Promise<Pick<Told, 'end' | 'memory' | 'usage'>> {
  const { firstPieceMs, idleMs } = { ...TURN_LIMITS, ...limits };
  const patience = new Patience(desk.engine.name, firstPieceMs);
  watch.patience = patience;
  const until = AbortSignal.any([signal, overall, patience.signal]);
  let memory: unknown;
  let ended: Pick<Told, 'end' | 'usage'> | undefined;
  try {
    // The desk is told of the turn's own signal alone: an agent that stalls has failed, one that was stopped has not.
    const pieces = desk.run((engine) => engine.reply({ ...asked, signal: until }), { workspaceId, signal });
    for await (const piece of untilAborted(pieces, until)) {
      patience.heard(idleMs);
      if (piece.kind === 'text') telling.say(piece.text);
      if (piece.kind === 'memory') memory = piece.memory;
      // Listened to until nothing more comes: whoever leaves before that has not seen the agent succeed.
      if (piece.kind === 'end') ended = { end: piece.reason, usage: piece.usage };
    }
    if (!ended) throw new ProblemError('engine-failed', `${desk.engine.name} ended without an end.`);
    return { ...ended, memory };
  } finally {
    patience.end();
    watch.patience = null;
  }
}
