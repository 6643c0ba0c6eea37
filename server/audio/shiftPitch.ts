import { resampleByRatio } from './resample.ts';
import { stretch } from './stretch.ts';

/** The ratio is rounded to thousandths, at most 1.7 cents: far below what an ear tells apart. */
const STEPS = 1000;

/**
 * Shifts speech by semitones (−12…12) and keeps its length: stretched, then read faster or slower. The
 * formants move along, so large shifts also change the apparent size of the speaker.
 * Throws RangeError for a shift outside the range.
 */
export function shiftPitch(samples: Float32Array, rateHz: number, semitones: number): Float32Array {
  if (!(Math.abs(semitones) <= 12)) {
    throw new RangeError(`Cannot shift by ${semitones} semitones, only by −12 to 12.`);
  }
  const steps = Math.round(STEPS * 2 ** (semitones / 12));
  if (steps === STEPS) return samples.slice();
  const shifted = resampleByRatio(stretch(samples, rateHz, steps / STEPS), STEPS, steps);
  if (shifted.length === samples.length) return shifted;
  const out = new Float32Array(samples.length);
  out.set(shifted.subarray(0, samples.length));
  return out;
}
