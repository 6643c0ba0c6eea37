import { ProblemError } from '../problem.ts';
import type { AnyEngine } from './contract.ts';
import { type Desk, KeptStill } from './desk.ts';

/** Failures after which another engine may well succeed. The others would fail anywhere. */
const ANOTHER_MAY = new Set<string>([
  'engine-busy',
  'engine-quota',
  'engine-rejected-key',
  'engine-unavailable',
  'engine-failed',
  'synthesis-failed',
  'timeout',
  'unknown-voice',
]);

/** Somebody who may be asked, at the desk of an engine. */
export interface Candidate {
  readonly desk: Desk<AnyEngine>;
}

export interface RaceOptions<C extends Candidate> {
  signal: AbortSignal;
  /** When the first piece is needed, from now; absent: whenever it comes. */
  deadlineMs?: number | undefined;
  /** What people call a candidate, where it is not its engine's name. */
  nameOf?: (candidate: C) => string;
}

export interface RaceResult<C extends Candidate, Value> {
  value: Value;
  winner: C;
  /** Why it was not the first one; undefined when it was. */
  why: unknown;
  /** Ends the winner's work. */
  abort: () => void;
}

interface Runner<C extends Candidate, Value> {
  candidate: C;
  startedAt: number;
  controller: AbortController;
  outcome: Promise<{ runner: Runner<C, Value>; value: Value } | { runner: Runner<C, Value>; error: unknown }>;
}

/**
 * Asks the candidates in order until one succeeds. With a deadline, the next is asked beside those that run as soon as
 * waiting longer would leave it no time (its p95); the first to succeed wins, and the others are aborted (hedged
 * requests: Dean and Barroso, “The Tail at Scale”, 2013). Throws the first candidate's failure when all fail, and at
 * once what would fail anywhere.
 */
export async function race<C extends Candidate, Value>(
  candidates: readonly C[],
  attempt: (candidate: C, signal: AbortSignal) => Promise<Value>,
  { signal, deadlineMs, nameOf = ({ desk }) => desk.engine.name }: RaceOptions<C>,
): Promise<RaceResult<C, Value>> {
  const startedAt = performance.now();
  const waiting = [...candidates];
  const running = new Set<Runner<C, Value>>();
  const asked = candidates[0]!;
  let why: unknown;

  const begin = (candidate: C) => {
    const controller = new AbortController();
    const either = AbortSignal.any([signal, controller.signal]);
    const runner: Runner<C, Value> = {
      candidate,
      startedAt: performance.now(),
      controller,
      outcome: attempt(candidate, either).then(
        (value) => ({ runner, value }),
        (error: unknown) => ({ runner, error }),
      ),
    };
    running.add(runner);
  };

  begin(waiting.shift()!);
  try {
    for (;;) {
      const next = waiting[0];
      const hedgeInMs =
        next && deadlineMs !== undefined
          ? hedgeAfterMs(next, deadlineMs) - (performance.now() - startedAt)
          : null;
      const ended = await firstOf(running, hedgeInMs);
      signal.throwIfAborted();
      if (ended === 'time-to-hedge') {
        why ??= new ProblemError('timeout', `${nameOf(asked)} did not answer in time.`);
        begin(waiting.shift()!);
        continue;
      }
      running.delete(ended.runner);
      if ('value' in ended) {
        const { candidate, controller, startedAt: wonFrom } = ended.runner;
        for (const { controller: loser, candidate: slow, startedAt: from } of running)
          if (from < wonFrom && hadItsTime(slow, performance.now() - from, deadlineMs))
            loser.abort(new KeptStill(nameOf(slow)));
        return {
          value: ended.value,
          winner: candidate,
          why: candidate === asked ? undefined : why,
          abort: () => controller.abort(),
        };
      }
      const { error } = ended;
      if (ended.runner.candidate === asked || why === undefined) why = error;
      if (!anotherMay(error)) throw error;
      if (running.size > 0) continue;
      const another = waiting.shift();
      if (!another) throw why;
      begin(another);
    }
  } finally {
    for (const { controller } of running) controller.abort();
  }
}

/**
 * Whether somebody who lost had time enough to begin: what it usually takes, or, before that is known, as much as the
 * next one would have been given.
 */
function hadItsTime({ desk }: Candidate, ranMs: number, deadlineMs = 0): boolean {
  return ranMs >= Math.max(deadlineMs / 2, desk.statistics.firstP95Ms ?? 0);
}

/** Whether another engine may well succeed where this one failed. */
export function anotherMay(error: unknown): boolean {
  return error instanceof ProblemError && ANOTHER_MAY.has(error.code);
}

/** The latest moment, from the start, at which the next candidate would still be in time. */
function hedgeAfterMs(next: Candidate, deadlineMs: number): number {
  return Math.max(0, deadlineMs - (next.desk.statistics.firstP95Ms ?? deadlineMs / 2));
}

async function firstOf<C extends Candidate, Value>(
  running: ReadonlySet<Runner<C, Value>>,
  hedgeInMs: number | null,
): Promise<Awaited<Runner<C, Value>['outcome']> | 'time-to-hedge'> {
  const outcomes = [...running].map(({ outcome }) => outcome);
  if (hedgeInMs === null) return Promise.race(outcomes);
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<'time-to-hedge'>((resolve) => {
    timer = setTimeout(() => resolve('time-to-hedge'), Math.max(0, hedgeInMs));
  });
  try {
    return await Promise.race([...outcomes, time]);
  } finally {
    clearTimeout(timer);
  }
}
