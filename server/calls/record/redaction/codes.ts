import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { NO_NAMES } from './commonWords.ts';
import type { Found } from './found.ts';
import type { Token } from './tokens.ts';

/** Between the groups of one number people say a word or two: “area code”, “no wait”; “uh, let me see” ends it. */
export const BRIDGES: ReadonlySet<string> = new Set([
  ...'area code plus comma dot slash dash hyphen um uh er erm hmm okay ok and then no wait sorry actually'.split(
    ' ',
  ),
]);

/** What says that a code of a place comes. */
export const OF_PLACES = /\b(zip|postal|post code|postcode)\b/;
/** A British postcode: outward and inward code without the space. */
const POSTCODE = /^[a-pr-uwyz][a-hk-y]?\d[a-z\d]?\d[abd-hjlnp-uw-z]{2}$/;
const IBAN_START = /^[a-z]{2}\d{2}/;
const OF_IBAN = /\b(iban|i ban|i b a n)\b/;
const LEAST_IBAN = 15;
const MOST_POSTCODE_WORDS = 9;

/** Letters and figures mixed, said one by one: numbers of accounts abroad, and British postcodes. */
export function findCodes(tokens: readonly Token[], words: readonly string[], asked: string): Found[] {
  const found: Found[] = [];
  const add = (kind: Found['kind'], from: number, to: number) =>
    found.push({ kind, from: tokens[from]!.from, to: tokens[to - 1]!.to });
  const iban = OF_IBAN.test(words.join(' ')) || OF_IBAN.test(asked);
  for (const [from, to] of codeRuns(words)) {
    // “i b a n” itself is not part of what it announces.
    const start = words.slice(from, from + 4).join(' ') === 'i b a n' ? from + 4 : from;
    const code = codeOf(words, start, to);
    const long = code.replaceAll(/\D/g, '').length >= 6;
    if (long && (iban || (code.length >= LEAST_IBAN && IBAN_START.test(code))))
      add('account number', start, to);
    const before = words.slice(Math.max(0, start - 4), start).join(' ');
    const named = OF_PLACES.test(before) || (from <= 4 && OF_PLACES.test(asked));
    if (named && /^(?=.*[a-z])(?=.*\d).{3,9}$/.test(code)) add('address', start, to);
    for (let at = start; at < to; at++)
      for (let end = Math.min(to, at + MOST_POSTCODE_WORDS); end > at; end--)
        if (POSTCODE.test(codeOf(words, at, end))) {
          add('address', houseBefore(words, at) ?? at, end);
          at = end;
          break;
        }
  }
  return found;
}

/** So many words may stand between a house number and the postcode. */
const MOST_HOME = 8;

/** The house number that a postcode closes, where a street and a town stand between them. */
function houseBefore(words: readonly string[], postcode: number): number | null {
  const house = digitSpans(words.slice(0, postcode))
    .filter(({ to }) => postcode - to <= MOST_HOME && postcode - to >= 2)
    .at(-1);
  return house && words.slice(house.to, postcode).every((word) => !NO_NAMES.has(word) || word === 'in')
    ? house.from
    : null;
}

/** Runs of words each of which is a letter, a figure or a number, with what people say between them. */
function codeRuns(words: readonly string[]): [number, number][] {
  const runs: [number, number][] = [];
  let from = -1;
  let end = -1;
  for (let at = 0; at <= words.length; at++) {
    const word = words[at] ?? '';
    if (isCodePiece(word)) {
      if (from < 0) from = at;
      end = at + 1;
    } else if (from >= 0 && !(BRIDGES.has(word) && at - end < 2)) {
      runs.push([from, end]);
      from = -1;
    }
  }
  return runs;
}

const isCodePiece = (word: string) =>
  /^(\p{L}|double|triple|(?=\p{L}*\d)[\p{L}\d]{1,8})$/u.test(word) ||
  word === 'oh' ||
  digitSpans([word]).length > 0;

/** What a run of letters and numbers comes to when it is written down. */
function codeOf(words: readonly string[], from: number, to: number): string {
  const said = words.slice(from, to);
  const spans = digitSpans(said);
  return said
    .map((word, at) => {
      const span = spans.find((one) => one.from <= at && at < one.to);
      if (span) return at === span.from ? span.digits : '';
      return BRIDGES.has(word) ? '' : word;
    })
    .join('');
}
