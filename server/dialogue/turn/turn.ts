import { linesOf } from '../../../shared/dialogue/fixedLines.ts';
import { ProblemError } from '../../problem.ts';
import type { TurnEnd, TurnEvent } from '../contract.ts';
import { askInOrder } from './askInOrder.ts';
import { Channel } from './channel.ts';
import { TURN_LIMITS } from './patience.ts';
import type { TurnOutcome, TurnRequest } from './request.ts';
import { Telling } from './telling.ts';
import { ToolWatch } from './toolWatch.ts';

/** Nobody: what is said then are our own fixed lines. */
const NOBODY = { id: 'none', name: 'Fixed lines', version: '1' };

/**
 * One turn of a conversation: what is said, sentence by sentence, and what is done, as it happens. Never throws for
 * what an agent does: when nobody can answer, a fixed line says so. The last event is `ended`, also when the turn was
 * aborted; the outcome is what is to be kept.
 */
export async function* runTurn(request: TurnRequest): AsyncGenerator<TurnEvent, TurnOutcome> {
  const events = new Channel<TurnEvent>();
  const work = answer(request, events).then(
    (outcome) => {
      events.end();
      return outcome;
    },
    (error: unknown) => {
      events.fail(error);
      throw error;
    },
  );
  // The failure comes out of the events.
  work.catch(() => undefined);
  yield* events;
  return work;
}

async function answer(request: TurnRequest, events: Channel<TurnEvent>): Promise<TurnOutcome> {
  const { language, limits } = request;
  const lines = linesOf(language);
  const telling = new Telling(events, language);
  const watch = new ToolWatch(events);
  const overall = new AbortController();
  const timer = setTimeout(
    () => overall.abort(new ProblemError('timeout', 'The answer took too long.')),
    limits?.totalMs ?? TURN_LIMITS.totalMs,
  );
  const understanding = request.understand();
  events.push({ kind: 'understood', understanding });
  if (request.opening !== null) telling.paragraph(request.opening);
  const before = telling.text.length;

  const kept = await request.recall?.(understanding);
  const told = kept
    ? { end: 'complete' as const, agent: kept.agent, memory: kept.memory, usage: NO_TOKENS, problem: null }
    : await askInOrder(request, understanding, { telling, watch, overall: overall.signal });
  clearTimeout(timer);
  // What was done though the turn had ended is known to the next one.
  await watch.settled();
  if (kept) telling.say(kept.text);
  const spoken = telling.text.slice(before).trimStart();

  const remark = remarkOf(told.end, spoken, lines);
  if (remark !== null) telling.remark(remark);
  telling.end();
  // Nothing happens for a turn that somebody ended.
  const actions = told.end === 'aborted' ? [] : watch.actions;
  for (const action of actions) events.push({ kind: 'action', action });
  const agent = told.agent ?? NOBODY;
  const { id, version } = agent;
  events.push({ kind: 'ended', text: telling.text, agent: { id, version }, reason: told.end });
  return {
    text: telling.text,
    end: told.end,
    understanding,
    agent,
    memory: told.memory,
    facts: watch.facts,
    actions,
    calls: watch.calls,
    usage: told.usage,
    cached: kept !== null && kept !== undefined,
    answer: told.end === 'complete' ? spoken : null,
    problem: told.problem instanceof ProblemError ? told.problem : null,
  };
}

const NO_TOKENS = { inputTokens: 0, outputTokens: 0 };

/** What is said behind an answer that is none, or no whole one. */
function remarkOf(end: TurnEnd, spoken: string, lines: ReturnType<typeof linesOf>): string | null {
  const silent = spoken.trim() === '';
  if (end === 'failed') return silent ? lines.unavailable : lines.brokenOff;
  if (end === 'tool-limit') return silent ? lines.unfinished : null;
  return end === 'refused' && silent ? lines.refused : null;
}
