import { Histogram, type Registry } from 'prom-client';
import type { Engine } from '../../shared/api/voices.ts';

/** What the desks of engines tell of them. */
export interface EngineMetrics {
  /** An engine was asked and answered, or failed; one that was stopped counts as neither. */
  answered(
    ability: Engine['ability'],
    engine: string,
    outcome: 'succeeded' | 'failed',
    durationMs: number,
  ): void;
}

/** Registers the figures of the engines of this process. */
export function createEngineMetrics(registry: Registry): EngineMetrics {
  const seconds = new Histogram({
    name: 'voiceops_engine_seconds',
    help: 'Time an engine took for a request, by what was asked of it and whether it succeeded',
    labelNames: ['ability', 'engine', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return {
    answered: (ability, engine, outcome, durationMs) =>
      seconds.observe({ ability, engine, outcome }, durationMs / 1000),
  };
}
