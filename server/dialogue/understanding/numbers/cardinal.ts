import { DIGIT_WORDS, TEEN_WORDS, TENS_WORDS } from './numberWords.ts';

/** A number read from words: its value, and how many words it took. */
export interface Read {
  value: number;
  words: number;
}

/**
 * Reads the longest whole number that starts at `at`: “forty five”, “twelve thousand three hundred and forty five”,
 * “twenty five hundred”. Digits that follow each other (“one two”) are numbers of their own. Null where none starts.
 */
export function readCardinal(words: readonly string[], at: number): Read | null {
  const first = belowHundred(words, at) ?? (words[at] === 'a' ? { value: 1, words: 1 } : null);
  if (!first) return null;
  const bare = words[at] === 'a';
  const hundreds = withRest(words, at, first, 'hundred', 100, belowHundred);
  const base = hundreds ?? first;
  const thousands = withRest(words, at, base, 'thousand', 1000, belowThousand);
  return thousands ?? hundreds ?? (bare ? null : first);
}

function withRest(
  words: readonly string[],
  at: number,
  base: Read,
  scale: string,
  factor: number,
  readRest: (words: readonly string[], at: number) => Read | null,
): Read | null {
  if (base.value === 0 || words[at + base.words] !== scale) return null;
  const whole = { value: base.value * factor, words: base.words + 1 };
  const joined = words[at + whole.words] === 'and' ? 1 : 0;
  const rest = readRest(words, at + whole.words + joined);
  return rest && rest.value > 0
    ? { value: whole.value + rest.value, words: whole.words + joined + rest.words }
    : whole;
}

function belowThousand(words: readonly string[], at: number): Read | null {
  const small = belowHundred(words, at);
  return small && (withRest(words, at, small, 'hundred', 100, belowHundred) ?? small);
}

function belowHundred(words: readonly string[], at: number): Read | null {
  const word = words[at] ?? '';
  const tens = TENS_WORDS.get(word);
  if (tens !== undefined) {
    const unit = DIGIT_WORDS.get(words[at + 1] ?? '');
    return unit ? { value: tens + unit, words: 2 } : { value: tens, words: 1 };
  }
  const value = TEEN_WORDS.get(word) ?? (word === 'o' || word === 'oh' ? undefined : DIGIT_WORDS.get(word));
  return value === undefined ? null : { value, words: 1 };
}
