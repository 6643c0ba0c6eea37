import { z } from 'zod';
import type { Engine } from '../../shared/api/voices.ts';
import { addCounts, percentileOf } from './histogram.ts';

const Count = z.number().int().nonnegative();

/** What one process knows of one engine, such that what several know can be put together. */
export const EngineFigures = z.object({
  requests: Count,
  failures: Count,
  failuresByCode: z.record(z.string(), Count),
  /** How long the latest requests took. */
  durations: z.record(z.string(), Count),
  emaMs: z.number().nullable(),
  cacheHits: Count,
  cacheMisses: Count,
  active: Count,
  waiting: Count,
  /** Why it is not asked as usual, from when on it is tried again (Unix time), and whether it is now; null while it is. */
  leftAlone: z
    .object({ reason: z.string().nullable(), untilMs: z.number(), probing: z.boolean() })
    .nullable(),
});
export type EngineFigures = z.infer<typeof EngineFigures>;

/** How an engine does in all processes of an installation. */
export type InstallationFigures = Pick<Engine, 'circuit' | 'active' | 'waiting' | 'statistics'>;

/** Puts together what `processes` processes know; those of which there are no figures never asked it. */
export function sumFigures(all: readonly EngineFigures[], processes: number): InstallationFigures {
  const sum = (of: (figures: EngineFigures) => number) => all.reduce((total, one) => total + of(one), 0);
  const durations = addCounts(all.map((one) => one.durations));
  return {
    circuit: circuitOf(all, processes),
    active: sum((one) => one.active),
    waiting: sum((one) => one.waiting),
    statistics: {
      requests: sum((one) => one.requests),
      failures: sum((one) => one.failures),
      failuresByCode: addCounts(all.map((one) => one.failuresByCode)),
      p50Ms: rounded(percentileOf(durations, 0.5)),
      p95Ms: rounded(percentileOf(durations, 0.95)),
      emaMs: rounded(latelyMs(all)),
      cacheHits: sum((one) => one.cacheHits),
      cacheMisses: sum((one) => one.cacheMisses),
    },
  };
}

/** Open where any process leaves it alone; the one that tries it again first says why. */
function circuitOf(all: readonly EngineFigures[], processes: number): Engine['circuit'] {
  const left = all.flatMap(({ leftAlone }) => leftAlone ?? []).sort((a, b) => a.untilMs - b.untilMs);
  const open = left.filter(({ untilMs }) => untilMs > Date.now());
  const first = open[0] ?? left[0];
  return {
    state: first === undefined ? 'closed' : open.length > 0 ? 'open' : 'half-open',
    reason: first?.reason ?? null,
    until: open[0] ? new Date(open[0].untilMs).toISOString() : null,
    probing: left.some(({ probing }) => probing),
    leftAloneBy: left.length,
    processes,
  };
}

/** Averages, unlike percentiles, may be averaged: each process weighs as much as it was asked lately. */
function latelyMs(all: readonly EngineFigures[]): number | null {
  let total = 0;
  let weights = 0;
  for (const { emaMs, durations } of all) {
    const weight = Object.values(durations).reduce((sum, count) => sum + count, 0);
    total += (emaMs ?? 0) * weight;
    weights += weight;
  }
  return weights === 0 ? null : total / weights;
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value));
