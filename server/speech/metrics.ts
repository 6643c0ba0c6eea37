import { Counter, type Registry } from 'prom-client';

/** What speech tells of its memory. */
export interface SpeechMetrics {
  cacheAnswered(hit: boolean): void;
}

/** Registers the figures of the memory of this process. */
export function createSpeechMetrics(registry: Registry): SpeechMetrics {
  const cache = new Counter({
    name: 'voiceops_audio_cache_total',
    help: 'Generations answered from memory (hit), and those that an engine had to speak (miss)',
    labelNames: ['answer'],
    registers: [registry],
  });
  return { cacheAnswered: (hit) => cache.inc({ answer: hit ? 'hit' : 'miss' }) };
}
