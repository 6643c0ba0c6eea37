import type { Allowance, Reading } from './meter.ts';

/**
 * The generic cell rate algorithm (ITU-T I.371, as virtual scheduling): one number a subject, the time at which
 * its allowance would be full again. Libraries at hand count fixed windows, which let twice the amount
 * through at a window's edge, and spend on refusal.
 */
export function gcra(
  allowance: Allowance,
  fullAtMs: number,
  nowMs: number,
  cost: number,
): { fullAtMs: number; reading: Reading } {
  const intervalMs = allowance.periodMs / allowance.amount;
  const from = Math.max(fullAtMs, nowMs);
  const next = from + Math.min(cost, allowance.amount) * intervalMs;
  const waitMs = next - allowance.periodMs - nowMs;
  // A thousandth of a millisecond is lost when the time is written down as text.
  const allowed = waitMs <= 0.001;
  const after = allowed ? next : from;
  return {
    fullAtMs: after,
    reading: {
      allowed,
      remaining: remainingOf(allowance, after - nowMs),
      resetMs: after - nowMs,
      retryAfterMs: allowed ? 0 : waitMs,
    },
  };
}

/** Whole units left when the allowance is full again in `resetMs`. */
export function remainingOf(allowance: Allowance, resetMs: number): number {
  const free = ((allowance.periodMs - resetMs) * allowance.amount) / allowance.periodMs;
  return Math.max(0, Math.floor(free + 1e-6));
}
