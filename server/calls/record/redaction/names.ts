import { NO_NAMES } from './commonWords.ts';
import type { Found } from './found.ts';
import { GIVEN_NAMES } from './givenNames.ts';
import { parted, type Token } from './tokens.ts';

/** Behind these a name comes for certain. */
const SURE: readonly string[][] = [
  'my name is',
  "my name's",
  'the name is',
  "the name's",
  'name is',
  'full name is',
  'first name is',
  'last name is',
  'surname is',
  'family name is',
  'maiden name is',
  'under the name of',
  'under the name',
  'in the name of',
  'name of',
  'name on the account is',
  'name on the card is',
  'holder is',
  'holder name is',
  'put it under',
  'booked under',
  'speaking with',
  'speak with',
  'speak to',
  'ask for',
  'my assistant',
  'my colleague',
  'my husband',
  'my wife',
  'my son',
  'my daughter',
  'called mister',
  'people call me',
  'you can call me',
  'just call me',
  "it's for mister",
  'mister',
  'mr',
  'mrs',
  'missus',
  'ms',
  'miss',
  'doctor',
  'dr',
  'professor',
].map((phrase) => phrase.split(' '));
/** Behind these a name may come: it must look like one. */
const PERHAPS: readonly string[][] = [
  'this is',
  'i am',
  "i'm",
  'it is',
  "it's",
  'that is',
  "that's",
  'here is',
  'hi',
  'hello',
  'hey',
  'dear',
  'thanks',
  'thank you',
  'for',
  'with',
  'to',
  'from',
  'wife',
  'husband',
  'son',
  'daughter',
  'under',
  'and',
].map((phrase) => phrase.split(' '));
/** Letters that follow each other: a name that is spelled, unless there are but two or three. */
const SPELLED = 4;
const SPELLED_IF_SAID = 2;
const OF_SPELLING = /\b(spell(ed|ing|s)?|spelt|that's|that is|as in)\b/;
/** A name has so many words at most. */
const MOST_WORDS = 3;
const PARTICLES: ReadonlySet<string> = new Set([
  'van',
  'von',
  'de',
  'la',
  'del',
  'der',
  'di',
  'da',
  'mc',
  'mac',
  'o',
  'st',
  'bin',
  'al',
  'el',
]);

/** A name that was found somewhere on a call, in lower case; wherever it is said again it is found again. */
export type KnownNames = Set<string>;

/**
 * Names of people: behind what announces one, spelled, known as given names, or said before on the call. What is found
 * for certain is added to `known`. `asked`: the other party asked for a name just before.
 */
export function findNames(
  text: string,
  tokens: readonly Token[],
  { known, asked }: { known: KnownNames; asked: boolean },
): Found[] {
  const found: Found[] = [];
  const add = (from: number, to: number, sure: boolean) => {
    const [first, last] = [tokens[from], tokens[to - 1]];
    if (!first || !last) return;
    found.push({ kind: 'name', from: first.from, to: last.to });
    if (!sure) return;
    for (const { word } of tokens.slice(from, to))
      if (word.length > 2 && !NO_NAMES.has(word)) known.add(bare(word));
  };
  for (let at = 0; at < tokens.length; at++) {
    const sure = behind(tokens, at, SURE);
    if (sure) {
      const end = nameEnd(text, tokens, at, 'sure');
      if (end > at) add(at, end, true);
    } else if (behind(tokens, at, PERHAPS) || speaks(tokens, at)) {
      const end = nameEnd(text, tokens, at, 'looks');
      if (end > at) add(at, end, GIVEN_NAMES.has(bare(tokens[at]!.word)));
    }
  }
  for (const [from, to] of spelled(text, tokens, asked)) {
    add(from, to, false);
    known.add(
      tokens
        .slice(from, to)
        .map(({ word }) => word)
        .join(''),
    );
  }
  // A short answer to who somebody is, is a name.
  if (asked) for (const [from, to] of answered(text, tokens)) add(from, to, true);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const given = GIVEN_NAMES.has(bare(token.word)) && /^\p{Lu}/u.test(token.text);
    if (given) add(at, nameEnd(text, tokens, at, 'looks'), false);
    else if (known.has(bare(token.word))) add(at, at + 1, false);
  }
  return found;
}

const bare = (word: string) => word.replace(/'s$/, '');

function behind(tokens: readonly Token[], at: number, phrases: readonly string[][]): boolean {
  return phrases.some(
    (phrase) =>
      at >= phrase.length && phrase.every((word, i) => tokens[at - phrase.length + i]!.word === word),
  );
}

/** “Maria Lopez speaking”, “Maria here”. */
function speaks(tokens: readonly Token[], at: number): boolean {
  return [1, 2].some((words) => {
    const after = tokens[at + words]?.word;
    return (after === 'speaking' || after === 'here' || after === 'calling') && at === 0;
  });
}

/** Before which word a name that begins at `at` ends; `at` where none begins. */
function nameEnd(text: string, tokens: readonly Token[], at: number, how: 'sure' | 'looks'): number {
  const cased = tokens.some(({ text: written }, i) => i > 0 && /^\p{Lu}\p{Ll}/u.test(written));
  const capital = (token: Token) => /^\p{Lu}/u.test(token.text);
  const first = tokens[at]!;
  if (/\d/.test(first.word) || NO_NAMES.has(first.word)) return at;
  const looks =
    GIVEN_NAMES.has(bare(first.word)) ||
    (capital(first) && !COUNTED.has(first.word) && isNameLike(tokens, at));
  if (how === 'looks' && !looks) return at;
  if (at > 0 && parted(text, tokens[at - 1]!, first) && !TITLES.has(tokens[at - 1]!.word)) return at;
  let end = at + 1;
  while (end < tokens.length && end - at < MOST_WORDS) {
    const token = tokens[end]!;
    if (parted(text, tokens[end - 1]!, token) || /[,]/.test(text.slice(tokens[end - 1]!.to, token.from)))
      break;
    if (/\d/.test(token.word) || (NO_NAMES.has(token.word) && !PARTICLES.has(token.word))) break;
    if (token.word.length === 1 && tokens[end + 1]?.word.length === 1) break;
    // Where names are written with capitals, what has none is no name.
    if (cased && !capital(token) && !PARTICLES.has(token.word)) break;
    end++;
  }
  while (end > at + 1 && PARTICLES.has(tokens[end - 1]!.word)) end--;
  return end;
}

/** Behind “this is” a capital alone is not enough: days, months and places have one too. A second one is. */
function isNameLike(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return (
    next !== undefined &&
    /^\p{Lu}\p{Ll}/u.test(next.text) &&
    !COUNTED.has(next.word) &&
    !NO_NAMES.has(next.word)
  );
}

const TITLES: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'dr', 'st', 'prof']);
/** Written with a capital and no names of people. */
const COUNTED: ReadonlySet<string> = new Set(
  `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december english spanish french german american street avenue road the my our your new york los san
  angeles north south east west united states kingdom customer service support team voiceops studio bank company inc
  airlines hotel health center clinic dental christmas easter thanksgiving`.split(/\s+/),
);

/** Single letters in a row. */
function spelled(text: string, tokens: readonly Token[], asked: boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < tokens.length; ) {
    let end = at;
    while (end < tokens.length && /^\p{L}$/u.test(tokens[end]!.word)) end++;
    if (end > at) {
      const before = text.slice(0, tokens[at]!.from).toLowerCase();
      const least = asked || OF_SPELLING.test(before.slice(-40)) ? SPELLED_IF_SAID : SPELLED;
      // “I” and “a” are words where they stand alone.
      if (end - at >= least && !/^(?:i|a)$/.test(end - at === 1 ? tokens[at]!.word : ''))
        runs.push([at, end]);
    }
    at = Math.max(end, at + 1);
  }
  return runs;
}

/** The words of a short answer that could be a name. */
function answered(text: string, tokens: readonly Token[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (NO_NAMES.has(token.word) || /\d/.test(token.word) || token.word.length < 2) continue;
    let end = at + 1;
    while (
      end < tokens.length &&
      !NO_NAMES.has(tokens[end]!.word) &&
      !/\d/.test(tokens[end]!.word) &&
      !parted(text, tokens[end - 1]!, tokens[end]!)
    )
      end++;
    // Longer is a sentence, not a name.
    if (end - at <= MOST_WORDS && tokens.length <= 10) runs.push([at, end]);
    at = end;
  }
  return runs;
}
