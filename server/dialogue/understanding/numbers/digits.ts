import { readCardinal } from './cardinal.ts';
import { DIGIT_WORDS, REPEAT_WORDS } from './numberWords.ts';

/** Digits as they were given, however they were said, and which of the words they took: `from` to before `to`. */
export interface DigitSpan {
  digits: string;
  from: number;
  to: number;
}

/** What people say between the digits of one number. */
const BETWEEN = new Set(['dash', 'hyphen', 'space', 'then', 'and', 'uh', 'um', 'er']);

/**
 * Every run of digits in the words, each joined to one string: “one two three four five”, “12 345”, “twelve
 * thousand three hundred forty five” and “twelve three forty five” are all 12345, “double four” is 44.
 */
export function digitSpans(words: readonly string[]): DigitSpan[] {
  const spans: DigitSpan[] = [];
  let open: DigitSpan | null = null;
  for (let at = 0; at < words.length; ) {
    const piece = readPiece(words, at);
    if (piece) {
      open ??= { digits: '', from: at, to: at };
      open.digits += piece.digits;
      at += piece.words;
      open.to = at;
    } else if (open && BETWEEN.has(words[at]!) && readPiece(words, at + 1)) {
      at += 1;
    } else {
      if (open) spans.push(open);
      open = null;
      at += 1;
    }
  }
  if (open) spans.push(open);
  // A lone “o” or “oh” is an exclamation, and a lone “one” seldom a number; the reader of a slot decides on length.
  return spans.filter((span) => !(span.to - span.from === 1 && ['o', 'oh'].includes(words[span.from]!)));
}

function readPiece(words: readonly string[], at: number): { digits: string; words: number } | null {
  const word = words[at] ?? '';
  if (/^\d+$/.test(word)) return { digits: word, words: 1 };
  const times = REPEAT_WORDS.get(word);
  if (times) {
    const next = words[at + 1] ?? '';
    const digit = DIGIT_WORDS.get(next) ?? (/^\d$/.test(next) ? Number(next) : undefined);
    return digit === undefined ? null : { digits: String(digit).repeat(times), words: 2 };
  }
  if (word === 'o' || word === 'oh') return { digits: '0', words: 1 };
  // “a hundred” is an amount, not part of a number that is read out.
  if (word === 'a') return null;
  const cardinal = readCardinal(words, at);
  return cardinal && { digits: String(cardinal.value), words: cardinal.words };
}
