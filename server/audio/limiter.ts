import { amplitudeOf } from './decibels.ts';
import { truePeakEnvelope } from './truePeak.ts';

/** The gain begins to fall this long before a peak and is smoothed over as much after it. */
const LOOKAHEAD_MS = 5;
/** Time constant with which the gain comes back. */
const RELEASE_MS = 60;

/**
 * Scales by `gain` and holds the true peak at `ceilingDbtp` with a look-ahead limiter without delay.
 * The limiter's gain is the minimum over the look-ahead
 * window, released slowly, then smoothed by two moving averages that together are no longer than that window:
 * an average of minima that all include a peak is never above what the peak allows.
 */
export function limit(
  samples: Float32Array,
  rateHz: number,
  gain: number,
  ceilingDbtp: number,
): Float32Array {
  const out = new Float32Array(samples.length);
  for (let i = 0; i < out.length; i++) out[i] = samples[i]! * gain;
  const ceiling = amplitudeOf(ceilingDbtp);
  const half = Math.max(1, Math.round((LOOKAHEAD_MS * rateHz) / 2000));
  const reach = 2 * half;
  // Padded by the reach on both sides: what precedes the first sample must already come down for it.
  const wanted = new Float32Array(samples.length + 2 * reach).fill(1);
  let needed = false;
  const envelope = truePeakEnvelope(out, ceiling);
  for (let i = 0; i < envelope.length; i++) {
    const peak = envelope[i]!;
    if (peak > ceiling) {
      wanted[i + reach] = ceiling / peak;
      needed = true;
    }
  }
  if (!needed) return out;
  const gains = smooth(smooth(release(slidingMinimum(wanted, reach), rateHz), half), half);
  for (let i = 0; i < out.length; i++) out[i]! *= gains[i + reach]!;
  return out;
}

/** Smallest value within `reach` to each side (monotonic queue: Lemire, Nordic J. Computing 13, 2006). */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const out = new Float32Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let i = 0; i < values.length + reach; i++) {
    if (i < values.length) {
      while (tail > head && values[queue[tail - 1]!]! >= values[i]!) tail--;
      queue[tail++] = i;
    }
    if (i < reach) continue;
    while (queue[head]! < i - 2 * reach) head++;
    out[i - reach] = values[queue[head]!]!;
  }
  return out;
}

/** Lets the gain rise towards one only slowly; it falls at once. In place. */
function release(gains: Float32Array, rateHz: number): Float32Array {
  const keep = Math.exp(-1000 / (RELEASE_MS * rateHz));
  let gain = 1;
  for (let i = 0; i < gains.length; i++) {
    gain = Math.min(gains[i]!, 1 - (1 - gain) * keep);
    gains[i] = gain;
  }
  return gains;
}

/** Moving average over `half` samples to each side; the ends are held. */
function smooth(values: Float32Array, half: number): Float32Array {
  const out = new Float32Array(values.length);
  const last = values.length - 1;
  let sum = 0;
  for (let i = -half; i <= half; i++) sum += values[Math.min(last, Math.max(0, i))]!;
  for (let i = 0; i < values.length; i++) {
    out[i] = sum / (2 * half + 1);
    sum += values[Math.min(last, i + half + 1)]! - values[Math.max(0, i - half)]!;
  }
  return out;
}
