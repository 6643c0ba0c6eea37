import { resample } from '../../../audio/resample.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';

const RATE_HZ = 8_000;
const WINDOW = 360;
const SHORTEST = Math.floor(RATE_HZ / 380);
const LONGEST = Math.ceil(RATE_HZ / 75);
/** Frames that are looked at, spread over the speech. */
const MOST_FRAMES = 500;
const PAUSE_DB = 20;
/** One comb leaves more than this of the power, two leave less than that. */
const ONE_LEAVES = 0.16;
const TWO_LEAVE = 0.4;
/** Periods nearer to each other's multiples than this are one voice's. */
const NEAR = 0.07;

/**
 * Share of the energetic frames in which two voices sound at once: two combs in a row silence them far better than
 * one does (de Cheveigné, J. Acoust. Soc. Am. 93(6), 1993), with periods that are not multiples of each other.
 */
export function secondPitchShare(
  samples: Float32Array,
  sampleRateHz: number,
  speech: readonly SpeechSpan[],
): number {
  const narrow = resample(samples, sampleRateHz, RATE_HZ);
  const need = WINDOW + 2 * LONGEST;
  const places = speech.flatMap(({ startMs, endMs }) => {
    const [from, to] = [startMs, endMs].map((ms) => Math.round((ms * RATE_HZ) / 1000)) as [number, number];
    const count = Math.max(0, Math.floor((Math.min(to, narrow.length) - from - need) / (RATE_HZ / 50)));
    return Array.from({ length: count }, (_, index) => from + (index * RATE_HZ) / 50);
  });
  const step = Math.max(1, places.length / MOST_FRAMES);
  const frames = Array.from({ length: Math.floor(places.length / step) }, (_, index) => {
    const start = places[Math.floor(index * step)]!;
    return correlations(narrow, start);
  });
  const loudest = frames.reduce((most, { power }) => Math.max(most, power), 0);
  const energetic = frames.filter(({ power }) => power > loudest * 10 ** (-PAUSE_DB / 10));
  return energetic.filter(({ at }) => isTwo(at)).length / Math.max(1, energetic.length);
}

/** Normalised correlation of a stretch with itself, up to two periods later. */
function correlations(samples: Float32Array, start: number) {
  const at = new Float64Array(2 * LONGEST + 1);
  const energy = (from: number) => {
    let sum = 0;
    for (let i = from; i < from + WINDOW; i++) sum += samples[i]! * samples[i]!;
    return sum;
  };
  const power = energy(start);
  let later = power;
  for (let lag = 0; lag < at.length; lag++) {
    let sum = 0;
    for (let i = start; i < start + WINDOW; i++) sum += samples[i]! * samples[i + lag]!;
    at[lag] = power > 0 ? sum / Math.sqrt(power * Math.max(later, 1e-12)) : 0;
    later += samples[start + lag + WINDOW]! ** 2 - samples[start + lag]! ** 2;
  }
  return { power, at };
}

function isTwo(at: Float64Array): boolean {
  let best = SHORTEST;
  for (let lag = SHORTEST; lag <= LONGEST; lag++) if (at[lag]! > at[best]!) best = lag;
  const one = 1 - at[best]!;
  if (one < ONE_LEAVES) return false;
  let two = 1;
  for (let a = SHORTEST; a <= LONGEST; a++) {
    if (at[a]! < at[a - 1]! || at[a]! < at[a + 1]!) continue;
    for (let b = a + 1; b <= LONGEST; b++) {
      const ratio = b / a;
      if (Math.abs(ratio - Math.round(ratio)) < NEAR * Math.round(ratio)) continue;
      two = Math.min(two, 1 - at[a]! - at[b]! + (at[a + b]! + at[b - a]!) / 2);
    }
  }
  return two < TWO_LEAVE * one;
}
