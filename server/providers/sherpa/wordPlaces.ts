import type { Span } from '../../speech/plan/emphasise.ts';

/** A border between two words is looked for this far around where it is expected. */
const SEARCH_MS = 90;
const FRAME_MS = 5;

/**
 * About where each word is heard, for emphasis: by its share of the letters, moved to the quietest moment nearby.
 * The library tells no times; these are too rough to be shown as word timings.
 */
export function wordPlaces(samples: Float32Array, rateHz: number, words: readonly string[]): Span[] {
  const weights = words.map((word) => [...word.replace(/[^\p{L}\p{N}]/gu, '')].length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return words.map(() => null);
  const lengthMs = (samples.length * 1000) / rateHz;
  const levels = levelsOf(samples, rateHz);
  const borders = [0];
  let reached = 0;
  for (const weight of weights.slice(0, -1)) {
    reached += weight;
    borders.push(Math.max(borders.at(-1)!, quietestNear(levels, (lengthMs * reached) / total)));
  }
  borders.push(lengthMs);
  return words.map((_, index) =>
    weights[index] === 0 ? null : { startMs: borders[index]!, endMs: borders[index + 1]! },
  );
}

function levelsOf(samples: Float32Array, rateHz: number): number[] {
  const frame = Math.max(1, Math.round((FRAME_MS * rateHz) / 1000));
  return Array.from({ length: Math.ceil(samples.length / frame) }, (_, index) => {
    let sum = 0;
    for (const sample of samples.subarray(index * frame, (index + 1) * frame)) sum += sample * sample;
    return sum;
  });
}

function quietestNear(levels: readonly number[], ms: number): number {
  const middle = Math.round(ms / FRAME_MS);
  const reach = Math.round(SEARCH_MS / FRAME_MS);
  let best = middle;
  for (
    let frame = Math.max(0, middle - reach);
    frame <= Math.min(levels.length - 1, middle + reach);
    frame++
  ) {
    if ((levels[frame] ?? 0) < (levels[best] ?? Number.POSITIVE_INFINITY)) best = frame;
  }
  return best * FRAME_MS;
}
