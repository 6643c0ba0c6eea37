import { LRUCache } from 'lru-cache';
import { gcra } from './gcra.ts';
import type { Allowances, Meter } from './meter.ts';

/** Subjects remembered at most; beyond it the longest unused start afresh. */
const SUBJECTS = 100_000;

/** Limits of this process alone. */
export function inProcessMeter(allowances: Allowances): Meter {
  const fullAt = new LRUCache<string, number>({ max: SUBJECTS });
  return {
    allowances,
    async take(limit, subject, cost = 1) {
      const key = `${limit}:${subject}`;
      const { fullAtMs, reading } = gcra(allowances[limit], fullAt.get(key) ?? 0, Date.now(), cost);
      fullAt.set(key, fullAtMs);
      return reading;
    },
  };
}
