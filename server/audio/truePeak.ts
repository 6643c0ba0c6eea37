import { decibelsOf } from './decibels.ts';

/** Interpolating filter for four times oversampling, one row a phase: ITU-R BS.1770-4, annex 2. */
const PHASES: readonly (readonly number[])[] = (() => {
  const first = [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
    0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  ];
  const second = [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
    0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ];
  return [first, second, second.toReversed(), first.toReversed()];
})();
const TAPS = 12;
/** The rows interpolate between the inputs 6 and 5 samples before the newest. */
const DELAY = 6;

/** Largest level between and at the samples, in dBTP, by four times oversampling; null for silence. */
export function truePeakDbtp(samples: Float32Array): number | null {
  let peak = 0;
  const envelope = truePeakEnvelope(samples);
  for (let i = 0; i < envelope.length; i++) peak = Math.max(peak, envelope[i]!);
  return peak === 0 ? null : decibelsOf(peak);
}

/** For each sample the largest absolute value at it and up to the next one. */
export function truePeakEnvelope(samples: Float32Array): Float32Array {
  const padded = new Float32Array(samples.length + 2 * TAPS);
  padded.set(samples, TAPS);
  const envelope = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const newest = i + DELAY + TAPS;
    let peak = Math.abs(samples[i]!);
    for (const row of PHASES) {
      let sum = 0;
      for (let k = 0; k < TAPS; k++) sum += row[k]! * padded[newest - k]!;
      peak = Math.max(peak, Math.abs(sum));
    }
    envelope[i] = peak;
  }
  return envelope;
}
