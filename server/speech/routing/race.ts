import { ProblemError } from '../../problem.ts';
import type { Fallback } from '../contract.ts';
import type { Speaker } from './speakers.ts';

/** Failures after which another engine may well succeed. The others would fail anywhere. */
const ANOTHER_MAY = new Set<string>([
  'engine-busy',
  'engine-quota',
  'engine-rejected-key',
  'engine-unavailable',
  'synthesis-failed',
  'timeout',
  'unknown-voice',
]);

export interface RaceOptions {
  signal: AbortSignal;
  /** When the first sound is needed, from now; absent: whenever it comes. */
  deadlineMs?: number | undefined;
}

export interface RaceResult<Value> {
  value: Value;
  speaker: Speaker;
  /** Why it was not the first one; null when it was. */
  fallback: Fallback | null;
  /** Ends the winner's work. */
  abort: () => void;
}

interface Runner<Value> {
  speaker: Speaker;
  controller: AbortController;
  outcome: Promise<{ runner: Runner<Value>; value: Value } | { runner: Runner<Value>; error: unknown }>;
}

/**
 * Asks the speakers in order until one succeeds. With a deadline, the next is asked beside those that run as soon as
 * waiting longer would leave it no time (its p95); the first to succeed wins, and the others are aborted (hedged
 * requests: Dean and Barroso, “The Tail at Scale”, 2013). Throws the first speaker's failure when all fail, and at
 * once what would fail anywhere.
 */
export async function race<Value>(
  speakers: readonly Speaker[],
  attempt: (speaker: Speaker, signal: AbortSignal) => Promise<Value>,
  { signal, deadlineMs }: RaceOptions,
): Promise<RaceResult<Value>> {
  const startedAt = performance.now();
  const waiting = [...speakers];
  const running = new Set<Runner<Value>>();
  const asked = speakers[0]!;
  let why: unknown;

  const begin = (speaker: Speaker) => {
    const controller = new AbortController();
    const either = AbortSignal.any([signal, controller.signal]);
    const runner: Runner<Value> = {
      speaker,
      controller,
      outcome: attempt(speaker, either).then(
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
        why ??= new ProblemError('timeout', `${asked.voice.name} did not speak in time.`);
        begin(waiting.shift()!);
        continue;
      }
      running.delete(ended.runner);
      if ('value' in ended) {
        const { speaker, controller } = ended.runner;
        const fallback = speaker === asked ? null : fallbackOf(asked, why);
        return { value: ended.value, speaker, fallback, abort: () => controller.abort() };
      }
      const { error } = ended;
      if (ended.runner.speaker === asked || why === undefined) why = error;
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

/** Whether another engine may well succeed where this one failed. */
export function anotherMay(error: unknown): boolean {
  return error instanceof ProblemError && ANOTHER_MAY.has(error.code);
}

/** The latest moment, from the start, at which the next speaker would still be in time. */
function hedgeAfterMs(next: Speaker, deadlineMs: number): number {
  return Math.max(0, deadlineMs - (next.desk.statistics.firstP95Ms ?? deadlineMs / 2));
}

async function firstOf<Value>(
  running: ReadonlySet<Runner<Value>>,
  hedgeInMs: number | null,
): Promise<Awaited<Runner<Value>['outcome']> | 'time-to-hedge'> {
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

function fallbackOf(asked: Speaker, why: unknown): Fallback {
  const known = why instanceof ProblemError;
  return {
    voiceId: asked.voice.id,
    code: known ? why.code : 'internal',
    reason: known ? why.message : `${asked.voice.name} could not speak.`,
  };
}
