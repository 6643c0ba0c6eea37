import { ProblemError } from '../../problem.ts';
import type { Limit, RateLimits } from './rateLimits.ts';

/** How much is allowed: `amount` units in `periodMs`, all of it at once at most, refilled evenly. */
export interface Allowance {
  amount: number;
  periodMs: number;
}
export type Allowances = Record<Limit, Allowance>;

/** What a subject has left after asking. */
export interface Reading {
  allowed: boolean;
  /** Whole units that could be spent right now. */
  remaining: number;
  /** Until the allowance is full again. */
  resetMs: number;
  /** Until what was asked for would be allowed; 0 when it was. */
  retryAfterMs: number;
}

/** Counts what subjects spend. A request that is not allowed spends nothing. */
export interface Meter {
  readonly allowances: Allowances;
  /** A cost above the whole amount counts as the whole amount: it waits for a full allowance. */
  take(limit: Limit, subject: string, cost?: number): Promise<Reading>;
}

/** What the refused are told; `wait` is a span of time in words. */
const REFUSALS: Record<Limit, (wait: string) => string> = {
  requests: (wait) => `Slow down and try again in ${wait}.`,
  anonymous: (wait) => `Too many came from your address. Try again in ${wait}, or sign in.`,
  'sign-in': (wait) => `Too many attempts to sign in came from your address. Try again in ${wait}.`,
  'sign-in-account': (wait) =>
    `There were too many attempts to sign in to this account. Try again in ${wait}.`,
  generation: (wait) => `What may be generated at once is used up. Try again in ${wait}.`,
  'public-check': (wait) => `Too many files from your address were checked. Try again in ${wait}.`,
  'public-miss': (wait) => `Too many asked for audio that does not exist. Try again in ${wait}.`,
};

function inWords(seconds: number): string {
  if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** The limits that the rest of the server spends from. */
export function rateLimits(meter: Meter): RateLimits {
  return {
    async spend(limit, subject, cost = 1) {
      const reading = await meter.take(limit, subject, cost);
      if (!reading.allowed) throw refusal(limit, reading);
    },
  };
}

/** The problem for a reading that was not allowed. */
export function refusal(limit: Limit, reading: Reading): ProblemError {
  const retryAfterSeconds = Math.ceil(reading.retryAfterMs / 1000);
  return new ProblemError(
    limit === 'generation' ? 'generation-limited' : 'rate-limited',
    REFUSALS[limit](inWords(retryAfterSeconds)),
    { retryAfterSeconds },
  );
}
