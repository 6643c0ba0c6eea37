import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../../problem.ts';

/** A caller does not wait for the database longer than this. */
const BEGIN_MS = 6_000;
/** An answer before that is still being kept is not waited for longer. */
const KEEP_MS = 8_000;

/** Waits for what was asked before, but not for ever: it may hang with the database. */
export async function patiently(before: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([before, delay(KEEP_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}

/** What the database gives; throws `timeout` where it does not in the time that a caller waits. */
export async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(BEGIN_MS, undefined, { signal: late.signal }).then(() => {
        throw new ProblemError('timeout', 'The database did not answer in time.');
      }),
    ]);
  } finally {
    late.abort();
  }
}
