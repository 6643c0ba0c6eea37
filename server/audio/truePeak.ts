import { decibelsOf } from './decibels.ts';

/** Filter for four times oversampling, phases 0 and 1; 3 and 2 are their mirrors: ITU-R BS.1770-4, annex 2. */
const FIRST = Float64Array.of(
  0.001708984375,
  0.010986328125,
  -0.0196533203125,
  0.033203125,
  -0.0594482421875,
  0.1373291015625,
  0.97216796875,
  -0.102294921875,
  0.047607421875,
  -0.026611328125,
  0.014892578125,
  -0.00830078125,
);
const SECOND = Float64Array.of(
  -0.0291748046875,
  0.029296875,
  -0.0517578125,
  0.089111328125,
  -0.16650390625,
  0.465087890625,
  0.77978515625,
  -0.2003173828125,
  0.1015625,
  -0.0582275390625,
  0.0330810546875,
  -0.0189208984375,
);
const TAPS = 12;
/** The rows interpolate between the inputs 6 and 5 samples before the newest. */
const DELAY = 6;

/** No phase can lift a peak by more: the largest sum of absolute coefficients. */
const MAX_LIFT = SECOND.reduce((sum, value) => sum + Math.abs(value), 0);
const BLOCK_SAMPLES = 16;

/** Largest level between and at the samples, in dBTP, by four times oversampling; null for silence. */
export function truePeakDbtp(samples: Float32Array): number | null {
  // Only what reaches the largest sample can be the peak: everything else need not be oversampled.
  const largest = maximum(samples, 0, samples.length);
  const peak = maximum(truePeakEnvelope(samples, largest), 0, samples.length);
  return peak === 0 ? null : decibelsOf(peak);
}

/**
 * For each sample the largest absolute value at it and up to the next one. Exact where it exceeds `floor`;
 * elsewhere it may be that of the sample alone, which saves most of the work.
 */
export function truePeakEnvelope(samples: Float32Array, floor: number): Float32Array {
  const envelope = samples.map(Math.abs);
  const padded = new Float32Array(samples.length + 2 * TAPS);
  padded.set(samples, TAPS);
  for (let start = 0; start < samples.length; start += BLOCK_SAMPLES) {
    const end = Math.min(samples.length, start + BLOCK_SAMPLES);
    if (maximum(padded, start, end + 2 * TAPS) * MAX_LIFT <= floor) continue;
    for (let i = start; i < end; i++) {
      const newest = i + DELAY + TAPS;
      // Two phases mirror the other two: one reading of the samples serves all four.
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < TAPS; k++) {
        const x = padded[newest - k]!;
        a += FIRST[k]! * x;
        b += SECOND[k]! * x;
        c += SECOND[TAPS - 1 - k]! * x;
        d += FIRST[TAPS - 1 - k]! * x;
      }
      envelope[i] = Math.max(envelope[i]!, Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d));
    }
  }
  return envelope;
}

function maximum(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) {
    const value = Math.abs(samples[i]!);
    if (value > most) most = value;
  }
  return most;
}
