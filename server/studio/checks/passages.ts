import type { WordTiming } from '../../speech/contract.ts';
import type { SpokenWord } from '../../speech/spokenWords.ts';

/** A part of a recording, and the words that should be heard in it: `from` up to, not including, `to`. */
export interface Passage {
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

/** A passage ends with the first sentence after so many words: following a text costs the square of its length. */
const WORDS_AT_LEAST = 12;
const WORDS_AT_MOST = 60;

/**
 * Cuts a recording at pauses between sentences, where the engine says when words are heard. What the engine says
 * may be wrong; then words are missing in one passage and too many in the next, and both are noticed. Null for a
 * long text without times.
 */
export function passagesOf(
  words: readonly SpokenWord[],
  timings: readonly WordTiming[],
  durationMs: number,
): Passage[] | null {
  const times = new Map(timings.map((timing) => [timing.charStart, timing]));
  const timed = words.map(({ charStart }) => times.get(charStart));
  const passages: Passage[] = [];
  let from = 0;
  let startMs = 0;
  for (const [index, { ends }] of words.entries()) {
    const [last, next] = [timed[index], timed[index + 1]];
    const count = index + 1 - from;
    if (!last || !next || last === next || count < WORDS_AT_LEAST) continue;
    if (!ends && count < WORDS_AT_MOST) continue;
    const endMs = (last.endMs + next.startMs) / 2;
    if (endMs <= startMs) continue;
    passages.push({ from, to: index + 1, startMs, endMs });
    from = index + 1;
    startMs = endMs;
  }
  if (from < words.length) passages.push({ from, to: words.length, startMs, endMs: durationMs });
  return passages.some((passage) => passage.to - passage.from > 2 * WORDS_AT_MOST) ? null : passages;
}
