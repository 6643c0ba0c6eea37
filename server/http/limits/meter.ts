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

const REFUSALS: Record<Limit, string> = {
  requests: 'Too many requests. Slow down and try again after the time in Retry-After.',
  anonymous: 'Too many requests from your address. Try again after the time in Retry-After, or sign in.',
  'sign-in': 'Too many attempts to sign in. Wait for the time in Retry-After.',
  'sign-in-account':
    'Too many attempts to sign in to this account. Wait for the time in Retry-After, or have an owner or admin reset it.',
  generation: 'Too much audio was generated in a short time. Try again after the time in Retry-After.',
  'public-miss': 'Too many requests for audio that does not exist. Try again after the time in Retry-After.',
};

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
  return new ProblemError(limit === 'generation' ? 'generation-limited' : 'rate-limited', REFUSALS[limit], {
    retryAfterSeconds: Math.ceil(reading.retryAfterMs / 1000),
  });
}
