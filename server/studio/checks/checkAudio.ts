import type { CheckItem } from '../../../shared/api/studio.ts';
import { ProblemError } from '../../problem.ts';
import type { Checked, Ears, Measured } from './checked.ts';
import { checkClipping } from './clipping.ts';
import { checkDuration } from './duration.ts';
import { checkLoudness } from './loudness.ts';
import { checkSilence } from './silence.ts';
import { checkTail } from './tail.ts';
import { checkWords } from './words.ts';

/** Counts up whenever the same audio may be judged differently. */
const CHECKS_VERSION = 2;

/** What checks, for whoever compares two results. */
export function checkerOf({ recognizers, voiceActivity }: Ears): string {
  const parts = recognizers.map(({ id, version }) => `${id} ${version}`);
  return [`checks ${CHECKS_VERSION}`, voiceActivity.version, ...parts].join(', ');
}

/**
 * Every check of a recording. What cannot run is `not-checked`; a passing failure of a recogniser is thrown, so
 * that the caller may try again, unless `lastTry` says that nobody will.
 */
export async function checkAudio(
  ears: Ears,
  checked: Checked,
  { signal, lastTry }: { signal: AbortSignal; lastTry: boolean },
): Promise<CheckItem[]> {
  const { samples, sampleRateHz } = checked;
  const tolerated = async <T>(work: Promise<T>, otherwise: (error: ProblemError) => T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProblemError && (lastTry || !error.retryable)) return otherwise(error);
      throw error;
    }
  };
  const speech = await tolerated(
    ears.voiceActivity.speechSpans(samples, sampleRateHz, { signal }),
    () => null,
  );
  const measured: Measured = { ...checked, durationMs: (samples.length * 1000) / sampleRateHz, speech };
  const words = await tolerated(
    checkWords(measured, ears.recognizers, signal),
    (error): CheckItem => ({
      name: 'words',
      state: 'not-checked',
      sentence: error.message,
      numbers: [],
      places: [],
    }),
  );
  return [
    words,
    checkClipping(measured),
    checkSilence(measured),
    checkLoudness(measured),
    checkTail(measured),
    checkDuration(measured),
  ];
}
