import type { SpeechSpan } from '../voiceActivity.ts';
import { HEARING_RATE_HZ } from './contract.ts';

/** A stretch of a recording that is given to a recogniser at once. */
export interface Chunk {
  startMs: number;
  endMs: number;
  /** The speech in it. */
  spans: readonly SpeechSpan[];
}

/** Silence left around speech, where there is as much: words at the very edge are heard badly. */
export const MARGIN_MS = 250;
/** Speech without a silence is cut where it is quietest in the last part of what fits. */
const SEARCH_SHARE = 0.4;
const FRAME_MS = 20;

/**
 * Cuts a recording into chunks of at most `mostMs`, at silences where there are any. Each moment of speech is in
 * exactly one chunk; long silences are in none. Samples are at HEARING_RATE_HZ.
 */
export function chunksOf(
  spans: readonly SpeechSpan[],
  samples: Int16Array,
  { mostMs, durationMs }: { mostMs: number; durationMs: number },
): Chunk[] {
  const pieces = spans.flatMap((span) => cutLong(span, samples, mostMs - 2 * MARGIN_MS));
  const groups: SpeechSpan[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group && piece.endMs - group[0]!.startMs + 2 * MARGIN_MS <= mostMs) group.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group, index) => {
    const [startMs, endMs] = [group[0]!.startMs, group.at(-1)!.endMs];
    const before = groups[index - 1]?.at(-1)?.endMs;
    const after = groups[index + 1]?.[0]?.startMs;
    return {
      // Neighbours share the silence between them.
      startMs: Math.max(startMs - MARGIN_MS, before === undefined ? 0 : (before + startMs) / 2),
      endMs: Math.min(endMs + MARGIN_MS, after === undefined ? durationMs : (after + endMs) / 2),
      spans: group,
    };
  });
}

function cutLong(span: SpeechSpan, samples: Int16Array, mostMs: number): SpeechSpan[] {
  const pieces: SpeechSpan[] = [];
  let { startMs } = span;
  while (span.endMs - startMs > mostMs) {
    const cutMs = quietest(samples, startMs + (1 - SEARCH_SHARE) * mostMs, startMs + mostMs);
    pieces.push({ startMs, endMs: cutMs });
    startMs = cutMs;
  }
  return [...pieces, { startMs, endMs: span.endMs }];
}

/** The middle of the quietest three frames in a row. */
function quietest(samples: Int16Array, fromMs: number, toMs: number): number {
  const frame = (FRAME_MS * HEARING_RATE_HZ) / 1000;
  const first = Math.ceil((fromMs * HEARING_RATE_HZ) / 1000);
  const count = Math.max(1, Math.floor(((toMs - fromMs) * HEARING_RATE_HZ) / 1000 / frame));
  const energies = Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let i = first + index * frame; i < first + (index + 1) * frame; i++) sum += (samples[i] ?? 0) ** 2;
    return sum;
  });
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    const around =
      (energies[index - 1] ?? energies[index]!) +
      energies[index]! +
      (energies[index + 1] ?? energies[index]!);
    if (around < least) {
      least = around;
      best = index;
    }
  }
  return ((first + (best + 0.5) * frame) * 1000) / HEARING_RATE_HZ;
}
