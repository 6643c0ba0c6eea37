import { resample } from '../../../server/audio/resample.ts';
import { RECOGNIZER_RATE_HZ } from '../../../server/providers/builtin/soundswallower/settings.ts';
import type { Spotter } from '../../../server/simulator/hearing/spotting.ts';
import { openEnginePool } from '../../../server/speech/processes/engineProcess.ts';
import type { Pronouncer } from '../../../server/speech/recognition/contract.ts';
import { CALL_RATE_HZ } from '../../../server/telephony/callTransport.ts';
import type { SpotReply, SpotRequest } from './messages.ts';

const BASE_TIMEOUT_MS = 60_000;

/** Finds English words in a process of its own, by the built-in recogniser's model. Closes the pronouncer as well. */
export function openSpotter(pronouncer: Pronouncer): Spotter {
  const pool = openEnginePool<SpotRequest, SpotReply>({
    name: 'spotter',
    trade: 'recognition',
    entry: new URL('./spotterChild.ts', import.meta.url),
    processes: 1,
  });
  const pronunciations = new Map<string, readonly string[]>();
  const { signal } = new AbortController();

  async function pronounce(words: readonly string[]): Promise<SpotRequest['pronunciations']> {
    const strange = [...new Set(words)].filter((word) => !pronunciations.has(word));
    const phones = strange.length === 0 ? [] : await pronouncer.pronounce(strange, signal);
    for (const [index, word] of strange.entries()) pronunciations.set(word, phones[index] ?? []);
    return Object.fromEntries(words.map((word) => [word, pronunciations.get(word) ?? []]));
  }

  return {
    spot: async (samples, sentences, place) =>
      pool.run(
        {
          samples: resample(samples, CALL_RATE_HZ, RECOGNIZER_RATE_HZ),
          sentences,
          place,
          pronunciations: await pronounce(sentences.flat()),
        },
        { signal, timeoutMs: BASE_TIMEOUT_MS + (10 * samples.length * 1000) / CALL_RATE_HZ },
      ),
    async close() {
      await Promise.all([pool.close(), pronouncer.close()]);
    },
  };
}
