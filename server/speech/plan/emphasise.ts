import type { EmphasisLevel } from '../../../shared/speech/parameters.ts';
import { WORD_EMPHASIS } from '../../../shared/speech/tones.ts';
import { amplitudeOf } from '../../audio/decibels.ts';
import { shiftPitch } from '../../audio/shiftPitch.ts';
import { stretch } from '../../audio/stretch.ts';

/** When a token is heard; null for one without sound. */
export type Span = { startMs: number; endMs: number } | null;

/** Pieces overlap by this much, one fading into the other. */
const OVERLAP_MS = 8;

/** Makes the marked tokens longer, louder and higher (or the reverse) and moves all later times along. */
export function emphasise(
  samples: Float32Array,
  rateHz: number,
  spans: readonly Span[],
  levels: readonly (EmphasisLevel | undefined)[],
): { samples: Float32Array; spans: Span[] } {
  let current = { samples, spans: [...spans] };
  for (let first = 0; first < levels.length; first++) {
    const level = levels[first];
    if (!level || level === 'none' || !current.spans[first]) continue;
    let last = first;
    while (levels[last + 1] === level) last++;
    current = emphasiseRun(current, rateHz, first, last, level);
    first = last;
  }
  return current;
}

function emphasiseRun(
  { samples, spans }: { samples: Float32Array; spans: Span[] },
  rateHz: number,
  first: number,
  last: number,
  level: EmphasisLevel,
): { samples: Float32Array; spans: Span[] } {
  const { length, gainDb, pitch } = WORD_EMPHASIS[level];
  const spoken = spans.slice(first, last + 1).filter((span) => span !== null);
  const startMs = spoken[0]!.startMs;
  const endMs = spoken.at(-1)!.endMs;
  const from = Math.round((startMs * rateHz) / 1000);
  const to = Math.min(samples.length, Math.round((endMs * rateHz) / 1000));
  const overlap = Math.min(Math.round((OVERLAP_MS * rateHz) / 1000), from, samples.length - to);
  const span = samples.slice(from - overlap, to + overlap);
  const changed = shiftPitch(stretch(span, rateHz, length), rateHz, pitch);
  const gain = amplitudeOf(gainDb);
  for (let i = 0; i < changed.length; i++) changed[i]! *= gain;
  const joined = crossfade(crossfade(samples.slice(0, from), changed, overlap), samples.slice(to), overlap);
  const addedMs = ((joined.length - samples.length) * 1000) / rateHz;
  return {
    samples: joined,
    spans: spans.map((other, index) => {
      if (!other || index < first) return other;
      if (index > last) return { startMs: other.startMs + addedMs, endMs: other.endMs + addedMs };
      const scale = (endMs - startMs + addedMs) / (endMs - startMs);
      return {
        startMs: startMs + (other.startMs - startMs) * scale,
        endMs: startMs + (other.endMs - startMs) * scale,
      };
    }),
  };
}

/** Two pieces, the end of one and the beginning of the other lying over each other. */
function crossfade(a: Float32Array, b: Float32Array, overlap: number): Float32Array {
  const out = new Float32Array(a.length + b.length - overlap);
  out.set(a);
  const at = a.length - overlap;
  for (let i = 0; i < overlap; i++) {
    const share = (i + 0.5) / overlap;
    b[i] = a[at + i]! * (1 - share) + b[i]! * share;
  }
  out.set(b, at);
  return out;
}
