import { readCardinal } from './cardinal.ts';
import { ORDINAL_WORDS, TENS_WORDS } from './numberWords.ts';

/**
 * The words with every number written in figures, for readers of dates and amounts: “march ninth” → `march 9th`,
 * “twenty first” → `21st`, “two weeks” → `2 weeks`. Digits said one by one stay apart.
 */
export function writeNumbers(words: readonly string[]): string[] {
  const written: string[] = [];
  for (let at = 0; at < words.length; ) {
    const ordinal = readOrdinal(words, at);
    const cardinal = ordinal || isPronoun(words, at) ? null : readCardinal(words, at);
    if (ordinal) written.push(`${ordinal.value}${ordinalEnding(ordinal.value)}`);
    else if (cardinal) written.push(String(cardinal.value));
    else written.push(words[at]!);
    at += ordinal?.words ?? cardinal?.words ?? 1;
  }
  return written;
}

/** “The morning one”, “that one”: no number. */
function isPronoun(words: readonly string[], at: number): boolean {
  return words[at] === 'one' && ONE_FOLLOWS.test(words[at - 1] ?? '');
}

const ONE_FOLLOWS =
  /^(?:morning|afternoon|evening|first|second|third|last|that|this|which|earlier|earliest|later|latest|other|another|any|no|next|\w+day)$/;

function readOrdinal(words: readonly string[], at: number): { value: number; words: number } | null {
  const tens = TENS_WORDS.get(words[at] ?? '');
  const unit = tens === undefined ? undefined : ORDINAL_WORDS.get(words[at + 1] ?? '');
  if (tens !== undefined && unit !== undefined && unit < 10) return { value: tens + unit, words: 2 };
  const value = ORDINAL_WORDS.get(words[at] ?? '');
  return value === undefined ? null : { value, words: 1 };
}

/** `st`, `nd`, `rd` or `th`. */
export function ordinalEnding(value: number): string {
  if (value % 100 >= 11 && value % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}
