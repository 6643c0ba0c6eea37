import { Counter, Histogram, type Registry } from 'prom-client';

/** What speech tells of its engines and its memory. */
export interface SpeechMetrics {
  /** An engine was asked for audio and gave it, or failed; one that was stopped counts as neither. */
  spoke(engine: string, outcome: 'succeeded' | 'failed', durationMs: number): void;
  cacheAnswered(hit: boolean): void;
}

/** Registers the figures of the engines of this process. */
export function createSpeechMetrics(registry: Registry): SpeechMetrics {
  const engines = new Histogram({
    name: 'voiceops_engine_seconds',
    help: 'Time an engine took for a text, by whether it succeeded',
    labelNames: ['engine', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const cache = new Counter({
    name: 'voiceops_audio_cache_total',
    help: 'Generations answered from memory (hit), and those that an engine had to speak (miss)',
    labelNames: ['answer'],
    registers: [registry],
  });
  return {
    spoke: (engine, outcome, durationMs) => engines.observe({ engine, outcome }, durationMs / 1000),
    cacheAnswered: (hit) => cache.inc({ answer: hit ? 'hit' : 'miss' }),
  };
}
