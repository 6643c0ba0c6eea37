import { amplitudeOf } from './decibels.ts';

/** First sample of the sound and the one behind its last. Equal when there is none. */
export interface SoundBounds {
  start: number;
  end: number;
}

/** Finds what lies between leading and trailing silence; silence is below `thresholdDbfs` at every sample. */
export function soundBounds(samples: Float32Array, thresholdDbfs = -50): SoundBounds {
  const threshold = amplitudeOf(thresholdDbfs);
  let start = 0;
  while (start < samples.length && Math.abs(samples[start]!) < threshold) start++;
  let end = samples.length;
  while (end > start && Math.abs(samples[end - 1]!) < threshold) end--;
  return { start, end };
}

/**
 * Cuts leading and trailing silence but keeps `keepMs` of it on each side. `removedMs` is how much earlier
 * everything now begins: subtract it from timings. Silence alone becomes empty.
 */
export function trimSilence(
  samples: Float32Array,
  rateHz: number,
  keepMs: number,
): { samples: Float32Array; removedMs: number } {
  const { start, end } = soundBounds(samples);
  if (start === end) return { samples: new Float32Array(0), removedMs: (samples.length * 1000) / rateHz };
  const keep = Math.round((keepMs * rateHz) / 1000);
  const from = Math.max(0, start - keep);
  return { samples: samples.slice(from, end + keep), removedMs: (from * 1000) / rateHz };
}
