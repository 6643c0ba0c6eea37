import { filterInPlace, highShelf, lowShelf } from './biquad.ts';

const LOW_CORNER_HZ = 500;
const HIGH_CORNER_HZ = 2500;

/**
 * Tilts the spectrum: positive dB is brighter, negative warmer. Half of it below 500 Hz with the opposite
 * sign, half above 2.5 kHz, so that the middle of the voice, and with it the loudness, stays about where it is.
 */
export function tilt(samples: Float32Array, rateHz: number, db: number): Float32Array {
  const out = samples.slice();
  if (db === 0) return out;
  filterInPlace(out, lowShelf(rateHz, LOW_CORNER_HZ, -db / 2));
  filterInPlace(out, highShelf(rateHz, HIGH_CORNER_HZ, db / 2));
  return out;
}
