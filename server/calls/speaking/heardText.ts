/** A word of what is said, and when its sound is over, from the beginning of the line. */
export interface TimedWord {
  endMs: number;
  /** Where it ends in the text. */
  charEnd: number;
}

/** Something that is said in one go: a sentence, or a fixed line. */
export interface SpokenLine {
  text: string;
  durationMs: number;
  /** Empty where nobody knows the times of the words. */
  words: readonly TimedWord[];
}

/** Rounding of milliseconds may keep a line that was heard to its end from being quite as long as it said. */
const TOLERANCE_MS = 1;

/**
 * What of a line was heard when its first `heardMs` were: whole words alone. Without times the words are taken to
 * be as long as they are written.
 */
export function heardText({ text, durationMs, words }: SpokenLine, heardMs: number): string {
  if (heardMs <= 0) return '';
  if (heardMs >= durationMs - TOLERANCE_MS) return text;
  if (words.length > 0) {
    const last = words.findLast(({ endMs }) => endMs <= heardMs + TOLERANCE_MS);
    return last ? text.slice(0, last.charEnd) : '';
  }
  const reached = Math.floor((text.length * heardMs) / durationMs);
  const within = text.slice(0, reached + 1);
  const end = within.search(/\s\S*$/);
  return end < 0 ? '' : within.slice(0, end).trimEnd();
}
