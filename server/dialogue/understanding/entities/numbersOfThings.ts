import { digitSpans } from '../numbers/digits.ts';
import { DIGIT_WORDS, REPEAT_WORDS } from '../numbers/numberWords.ts';
import { wordsOf } from '../words.ts';

/** Digits of an order number, of a telephone number without and with its country. */
const ORDER_DIGITS = { least: 3, most: 9 };
const PHONE_DIGITS = { least: 7, most: 15 };
/** Letters and digits of a tracking number. */
const TRACKING_SIGNS = { least: 8, most: 34 };
const CODE_SIGNS = { least: 4, most: 12 };

/**
 * The order number in an utterance, digits only, with a prefix of letters where one is written (`A-1001`). The last
 * one that was said: what comes after “sorry” or “I mean” is what is meant.
 */
export function readOrderNumber(text: string, asked = false): string | null {
  const written = /\b([A-Z]{1,4}-\d{3,9})\b/.exec(text)?.[1];
  if (written) return written;
  const words = wordsOf(text);
  const least = asked ? 2 : ORDER_DIGITS.least;
  const spans = digitSpans(words).filter(
    ({ digits }) => digits.length >= least && digits.length <= ORDER_DIGITS.most,
  );
  return spans.at(-1)?.digits ?? null;
}

/** A telephone number, with a leading `+` where one was given. */
export function readPhone(text: string): string | null {
  const words = wordsOf(text.replace(/[().]/g, ' '));
  const span = digitSpans(words)
    .filter(({ digits }) => digits.length >= PHONE_DIGITS.least && digits.length <= PHONE_DIGITS.most)
    .at(-1);
  if (!span) return null;
  const international = /\+\s*\d/.test(text) || words[span.from - 1] === 'plus';
  return `${international ? '+' : ''}${span.digits}`;
}

/** What letters are called when somebody spells: the letter itself, or a word of the telephone alphabet. */
const LETTER_NAMES = new Map(
  (
    'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar ' +
    'papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu'
  )
    .split(' ')
    .map((word) => [word, word[0]!]),
)
  .set('zed', 'z')
  .set('zee', 'z');

/**
 * A tracking number: letters and digits in a row, at least eight with a digit among them, however they were
 * spelled. Upper case.
 */
export function readTrackingNumber(text: string): string | null {
  return readSigns(text, TRACKING_SIGNS, (signs) => /\d.*\d/.test(signs));
}

/** A confirmation code: four to twelve letters and digits, digits among them, or spelled out one by one. */
export function readConfirmationCode(text: string): string | null {
  return readSigns(text, CODE_SIGNS, (signs) => /\d/.test(signs));
}

const SPOKEN_DIGIT = 'zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple';
const GROUPS = /\b([A-Z]{1,3}) (?=\d)|(?<=[A-Z0-9])-(?=[A-Z0-9])|(?<=\d) (?=[A-Z]{2}\b)/g;
/** Two capital letters before or after digits that are spoken. */
const LETTERS = new RegExp(
  `\\b([A-Z])([A-Z])(?= (?:${SPOKEN_DIGIT})\\b)|(?<=\\b(?:${SPOKEN_DIGIT}) )([A-Z])([A-Z])\\b`,
  'g',
);

function readSigns(
  text: string,
  size: { least: number; most: number },
  fits: (signs: string) => boolean,
): string | null {
  const runs: string[] = [];
  let run = '';
  // Groups of one number that are written apart: `RB 123 456 US`, `7K-22`, “SP double zero one GB”.
  const joined = text.replace(GROUPS, '$1').replace(LETTERS, '$1$3 $2$4');
  const words = wordsOf(joined);
  for (let at = 0; at < words.length; ) {
    const sign = readSign(words, at);
    if (sign) {
      run += sign.signs;
      at += sign.words;
    } else {
      runs.push(run);
      run = '';
      at += 1;
    }
  }
  runs.push(run);
  const found = runs.filter(
    (signs) => signs.length >= size.least && signs.length <= size.most && fits(signs),
  );
  return found.at(-1)?.toUpperCase() ?? null;
}

function readSign(words: readonly string[], at: number): { signs: string; words: number } | null {
  const word = words[at]!;
  const times = REPEAT_WORDS.get(word);
  const repeated = times ? oneSign(words[at + 1] ?? '') : null;
  if (times && repeated) return { signs: repeated.repeat(times), words: 2 };
  const letter = oneSign(word);
  // “a” and “i” are words unless something that is spelled stands beside them.
  if (letter && (!/^[ai]$/.test(word) || oneSign(words[at + 1] ?? '') || oneSign(words[at - 1] ?? '')))
    return { signs: letter, words: 1 };
  if (/^(?=.*\d)[a-z0-9]{2,}$/.test(word) && !/^\d+(st|nd|rd|th|am|pm)$/.test(word))
    return { signs: word, words: 1 };
  const [span] = digitSpans(words.slice(at));
  return span?.from === 0 ? { signs: span.digits, words: span.to } : null;
}

function oneSign(word: string): string | null {
  if (/^[a-z0-9]$/.test(word)) return word;
  const digit = DIGIT_WORDS.get(word);
  return LETTER_NAMES.get(word) ?? (digit === undefined ? null : String(digit));
}
