import { type Biquad, filterTwice } from './biquad.ts';

const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
/** A gating block is 400 ms long and begins every 100 ms. */
const STEP_MS = 100;
const STEPS_PER_BLOCK = 4;

/**
 * Integrated loudness of a mono signal in LUFS, gated: ITU-R BS.1770-4, annex 1. Null when nothing is louder
 * than −70 LUFS. Sound shorter than one block of 400 ms, which the recommendation does not measure, counts as
 * one block of its own length, so that a single word has a loudness too.
 */
export function integratedLoudness(samples: Float32Array, rateHz: number): number | null {
  const powers = blockPowers(kWeighted(samples, rateHz), rateHz);
  const audible = powers.filter((power) => loudnessOf(power) > ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return null;
  const relativeGate = loudnessOf(mean(audible)) + RELATIVE_GATE_LU;
  return loudnessOf(mean(audible.filter((power) => loudnessOf(power) > relativeGate)));
}

function blockPowers(weighted: Float32Array, rateHz: number): number[] {
  const step = Math.round((STEP_MS * rateHz) / 1000);
  const steps = Math.floor(weighted.length / step);
  if (steps < STEPS_PER_BLOCK) return weighted.length === 0 ? [] : [power(weighted, 0, weighted.length)];
  const stepPowers = Array.from({ length: steps }, (_, i) => power(weighted, i * step, (i + 1) * step));
  return Array.from({ length: steps - STEPS_PER_BLOCK + 1 }, (_, i) =>
    mean(stepPowers.slice(i, i + STEPS_PER_BLOCK)),
  );
}

function power(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i]! * samples[i]!;
  return sum / (to - from);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function loudnessOf(meanSquare: number): number {
  return -0.691 + 10 * Math.log10(meanSquare);
}

function kWeighted(samples: Float32Array, rateHz: number): Float32Array {
  return filterTwice(samples, headShelf(rateHz), lowCut(rateHz));
}

// BS.1770 tabulates both filters for 48 kHz only. The constants below are the analogue prototypes behind
// those tables (as in libebur128's ebur128.c, MIT), from which any rate follows by the bilinear transform.

/** Stage 1: the head's effect, about +4 dB above 1.7 kHz. */
function headShelf(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / rateHz);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Stage 2: the revised low-frequency B curve, a high-pass at 38 Hz. */
function lowCut(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / rateHz);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
