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
const HALF = TAPS / 2;
/** A filter's parts that are the same and the opposite in its mirror: half the products for each pair of phases. */
const FIRST_EVEN = FIRST.slice(0, HALF).map((value, k) => (value + FIRST[TAPS - 1 - k]!) / 2);
const FIRST_ODD = FIRST.slice(0, HALF).map((value, k) => (value - FIRST[TAPS - 1 - k]!) / 2);
const SECOND_EVEN = SECOND.slice(0, HALF).map((value, k) => (value + SECOND[TAPS - 1 - k]!) / 2);
const SECOND_ODD = SECOND.slice(0, HALF).map((value, k) => (value - SECOND[TAPS - 1 - k]!) / 2);
/** The rows interpolate between the inputs 6 and 5 samples before the newest. */
const DELAY = 6;

/** No phase can lift a peak by more: the largest sum of absolute coefficients. */
const MAX_LIFT = SECOND.reduce((sum, value) => sum + Math.abs(value), 0);
/** Of that lift, what the two samples around the peak can contribute in any phase, and what all others can. */
const NEAR_LIFT = Math.max(nearLift(FIRST), nearLift(SECOND));
const FAR_LIFT = MAX_LIFT - nearLift(SECOND);
/** No fewer than the filter's taps. */
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
  const envelope = new Float32Array(samples.length);
  const blocks = Math.ceil(samples.length / BLOCK_SAMPLES);
  // With a silent block at each end.
  const loudest = new Float32Array(blocks + 2);
  for (let block = 0; block < blocks; block++) {
    const end = Math.min(samples.length, (block + 1) * BLOCK_SAMPLES);
    let most = 0;
    for (let i = block * BLOCK_SAMPLES; i < end; i++) {
      const value = Math.abs(samples[i]!);
      envelope[i] = value;
      if (value > most) most = value;
    }
    loudest[block + 1] = most;
  }
  const padded = new Float32Array(samples.length + 2 * TAPS);
  padded.set(samples, TAPS);
  for (let block = 0; block < blocks; block++) {
    // The filter reaches no farther than the neighbours.
    const around = Math.max(loudest[block]!, loudest[block + 1]!, loudest[block + 2]!);
    if (around * MAX_LIFT <= floor) continue;
    // Around a loud block, many samples still lie too low to reach the floor whatever the others add.
    const least = (floor - FAR_LIFT * around) / NEAR_LIFT;
    const end = Math.min(samples.length, (block + 1) * BLOCK_SAMPLES);
    for (let i = block * BLOCK_SAMPLES; i < end; i++) {
      if (envelope[i]! < least && Math.abs(padded[i + TAPS + 1]!) < least) continue;
      const newest = i + DELAY + TAPS;
      let firstEven = 0;
      let firstOdd = 0;
      let secondEven = 0;
      let secondOdd = 0;
      for (let k = 0; k < HALF; k++) {
        const x = padded[newest - k]!;
        const mirrored = padded[newest - (TAPS - 1) + k]!;
        const sum = x + mirrored;
        const difference = x - mirrored;
        firstEven += FIRST_EVEN[k]! * sum;
        firstOdd += FIRST_ODD[k]! * difference;
        secondEven += SECOND_EVEN[k]! * sum;
        secondOdd += SECOND_ODD[k]! * difference;
      }
      // The larger of |even + odd| and |even − odd|, which are a phase and its mirror.
      const first = Math.abs(firstEven) + Math.abs(firstOdd);
      const second = Math.abs(secondEven) + Math.abs(secondOdd);
      const peak = first > second ? first : second;
      if (peak > envelope[i]!) envelope[i] = peak;
    }
  }
  return envelope;
}

function nearLift(filter: Float64Array): number {
  return Math.abs(filter[HALF - 1]!) + Math.abs(filter[HALF]!);
}

function maximum(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) {
    const value = Math.abs(samples[i]!);
    if (value > most) most = value;
  }
  return most;
}
