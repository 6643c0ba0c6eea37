import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { resample } from '../../../audio/resample.ts';
import { ProblemError } from '../../../problem.ts';
import type { VoiceActivity } from '../../../speech/voiceActivity.ts';
import { SILERO_RATE_HZ, spansOf } from './spans.ts';

/** The thread ends when it had nothing to do for this long. */
const IDLE_MS = 30_000;

/** Silero's voice activity detector (MIT) on one thread of its own, which starts with the first recording. */
export function openSilero(): VoiceActivity {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<Float32Array, Float32Array>({
    filename: fileURLToPath(new URL(fromSource ? './sileroThread.ts' : './sileroThread.js', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  return {
    version: 'silero-v6+2',
    async speechSpans(samples, sampleRateHz, { signal }) {
      signal.throwIfAborted();
      const narrow =
        sampleRateHz === SILERO_RATE_HZ
          ? Float32Array.from(samples)
          : resample(samples, sampleRateHz, SILERO_RATE_HZ);
      const lengthMs = (samples.length * 1000) / sampleRateHz;
      try {
        const probabilities = await pool.run(narrow, {
          transferList: [narrow.buffer as ArrayBuffer],
          signal,
        });
        return spansOf(probabilities, lengthMs);
      } catch (error) {
        signal.throwIfAborted();
        throw new ProblemError(
          'engine-unavailable',
          'The detector of speech could not run. Try again; if it stays so, reinstall the product.',
          { cause: error },
        );
      }
    },
    close: () => pool.close({ force: true }),
  };
}
