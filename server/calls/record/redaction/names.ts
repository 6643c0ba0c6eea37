import { NO_NAMES } from './commonWords.ts';
import type { Found } from './found.ts';
import { GIVEN_NAMES } from './givenNames.ts';
import { letterEnd } from './letters.ts';
import { behind, LIKELY, PERHAPS, SURE } from './nameCues.ts';
import { bare, FILLERS, isRare } from './rareWords.ts';
import { SURNAMES } from './surnames.ts';
import { parted, type Token } from './tokens.ts';

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
 * for certain is added to `known`. `asked`: the other party asked for a name just before. `ours`: words of our own
 * names, which are somebody else's only where they are announced as that.
 */
export function findNames(
  text: string,
  tokens: readonly Token[],
  { known, asked, ours }: { known: KnownNames; asked: boolean; ours: ReadonlySet<string> },
): Found[] {
  const found: Found[] = [];
  const add = (from: number, to: number, sure: boolean) => {
    const [first, last] = [tokens[from], tokens[to - 1]];
    if (!first || !last) return;
    const title = tokens[from - 1];
    found.push({
      kind: 'name',
      from: title && SPOKEN_TITLES.has(title.word) ? title.from : first.from,
      to: last.to,
    });
    if (!sure) return;
    for (const { word } of tokens.slice(from, to))
      if (word.length > 2 && !NO_NAMES.has(word)) known.add(bare(word));
  };
  // Where most words are rare in English another language is spoken: there that says nothing.
  const foreign = tokens.length > 5 && 2 * tokens.filter(({ word }) => isRare(word)).length > tokens.length;
  for (let at = 0; at < tokens.length; at++) {
    const sure = behind(tokens, at, SURE);
    if (sure) {
      const end = nameEnd(text, tokens, at, 'sure');
      if (end > at) add(at, end, true);
    } else {
      const likely = !foreign && (behind(tokens, at, LIKELY) || signed(tokens, at));
      const end =
        likely || behind(tokens, at, PERHAPS) ? nameEnd(text, tokens, at, likely ? 'likely' : 'looks') : at;
      const called = tokens.slice(at, end).every(({ word }) => ours.has(bare(word)));
      if (end > at && !called)
        add(at, end, GIVEN_NAMES.has(bare(tokens[at]!.word)) || isRare(tokens[at]!.word));
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
  const cased = /\p{Lu}/u.test(text);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const word = bare(token.word);
    const placed = PLACED.has(word) || OF_PLACES.has(tokens[at - 1]?.word ?? '');
    const given = GIVEN_NAMES.has(word) && (cased ? /^\p{Lu}/u.test(token.text) : !placed);
    if (given && !ours.has(word)) add(at, nameEnd(text, tokens, at, 'looks'), false);
    else if (known.has(word)) add(at, at + 1, false);
  }
  return widened(text, tokens, found);
}

/** So many words beside a name belong to it; of another language every word is rare in English. */
const MOST_BESIDE = 2;

/** Names with the words beside them that can only be names: “Siobhan, s i o b h a n, Gallagher”. */
function widened(text: string, tokens: readonly Token[], found: readonly Found[]): Found[] {
  const inside = tokens.map((token) => found.some(({ from, to }) => token.from < to && from < token.to));
  const more: Found[] = [];
  const cased = /\p{Lu}/u.test(text);
  const isName = (at: number) => {
    const token = tokens[at];
    if (!token || inside[at] || (cased && !/^\p{Lu}/u.test(token.text))) return false;
    return isRare(token.word) || SURNAMES.has(bare(token.word));
  };
  for (let at = 0; at < tokens.length; at++)
    for (const step of [1, -1])
      for (let i = at + step; inside[at] && Math.abs(i - at) <= MOST_BESIDE && isName(i); i += step) {
        const [one, other] = step > 0 ? [tokens[i - 1]!, tokens[i]!] : [tokens[i]!, tokens[i + 1]!];
        if (/[.,!?;:]/.test(text.slice(one.to, other.from))) break;
        more.push({ kind: 'name', from: tokens[i]!.from, to: tokens[i]!.to });
      }
  return [...found, ...more];
}

/** Given names that are ordinary words or places as well. */
const PLACED: ReadonlySet<string> = new Set(
  `amber austin charlotte christian craig crystal dawn florence frances francisco jack jean jordan logan louis madison
  martin norman rosemary roy russell sally san scott stanley tiffany todd victoria vera virginia wayne rosa`.split(
    /\s+/,
  ),
);
const OF_PLACES: ReadonlySet<string> = new Set([
  'san',
  'santa',
  'saint',
  'st',
  'port',
  'fort',
  'lake',
  'mount',
  'king',
]);

/** “Maria Lopez speaking”, “Maria here”, “Lopez with two z”: what follows says that a name came. */
function signed(tokens: readonly Token[], at: number): boolean {
  const names = [1, 2].filter((words) =>
    tokens.slice(at, at + words).every(({ word }) => !NO_NAMES.has(word)),
  );
  return names.some((words) => {
    const [after, next, third] = [0, 1, 2].map((n) => tokens[at + words + n]?.word ?? '');
    if (after === 'speaking') return true;
    if (after === 'with' && /^(?:an?|one|two|double)$/.test(next!) && /^\p{L}s?$/u.test(third!)) return true;
    const named = tokens.slice(at, at + words).some(({ word }) => GIVEN_NAMES.has(word) || isRare(word));
    return (after === 'here' || after === 'calling') && (at === 0 || (after === 'calling' && named));
  });
}

/** Before which word a name that begins at `at` ends; `at` where none begins. */
function nameEnd(
  text: string,
  tokens: readonly Token[],
  at: number,
  how: 'sure' | 'likely' | 'looks',
): number {
  const cased = tokens.some(({ text: written }, i) => i > 0 && /^\p{Lu}\p{Ll}/u.test(written));
  const capital = (token: Token) => /^\p{Lu}/u.test(token.text);
  const first = tokens[at]!;
  if (/\d|'(?:ve|ll|re|t|d|m)$/.test(first.word) || NO_NAMES.has(bare(first.word))) return at;
  if (FILLERS.has(first.word)) return at;
  const looks =
    GIVEN_NAMES.has(bare(first.word)) ||
    SURNAMES.has(bare(first.word)) ||
    (how === 'likely' && isRare(first.word)) ||
    (capital(first) && !COUNTED.has(first.word) && isNameLike(tokens, at));
  if (how !== 'sure' && !looks) return at;
  if (at > 0 && parted(text, tokens[at - 1]!, first) && !TITLES.has(tokens[at - 1]!.word)) return at;
  let end = at + 1;
  while (end < tokens.length && end - at < MOST_WORDS) {
    const token = tokens[end]!;
    if (parted(text, tokens[end - 1]!, token) || /[,]/.test(text.slice(tokens[end - 1]!.to, token.from)))
      break;
    if (
      /\d|'(?:ve|ll|re|t|d|m)$/.test(token.word) ||
      (NO_NAMES.has(token.word) && !PARTICLES.has(token.word))
    )
      break;
    if (FILLERS.has(token.word)) break;
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

/** With the name they say more of who it is than the name’s kind may. */
const SPOKEN_TITLES: ReadonlySet<string> = new Set(
  'mister mr missus mrs miss ms doctor dr professor prof madam'.split(' '),
);
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
    let letters = 0;
    for (let next = letterEnd(tokens, end); next > end; next = letterEnd(tokens, end)) {
      letters += /^(?:double|triple)$/.test(tokens[end]!.word) ? 2 : 1;
      end = next;
    }
    if (end > at) {
      const before = text.slice(0, tokens[at]!.from).toLowerCase();
      const least = asked || OF_SPELLING.test(before.slice(-40)) ? SPELLED_IF_SAID : SPELLED;
      if (letters >= least) runs.push([at, end]);
    }
    at = Math.max(end, at + 1);
  }
  return runs;
}

/** The words of a short answer that could be a name. */
function answered(text: string, tokens: readonly Token[]): [number, number][] {
  const runs: [number, number][] = [];
  const begins = (at: number) => {
    const { word } = tokens[at]!;
    return (
      !NO_NAMES.has(bare(word)) &&
      !FILLERS.has(word) &&
      !/\d|'(?:ve|ll|re|t|d|m)$/.test(word) &&
      word.length > 1
    );
  };
  for (let at = 0; at < tokens.length; at++) {
    if (!begins(at)) continue;
    const [{ word }, before] = [tokens[at]!, tokens[at - 1]?.word];
    let end = at + 1;
    while (
      end < tokens.length &&
      (begins(end) || (PARTICLES.has(tokens[end]!.word) && tokens[end]!.word.length > 1)) &&
      !parted(text, tokens[end - 1]!, tokens[end]!)
    )
      end++;
    // An ordinary word is a name only where the answer begins with it.
    const telling = isRare(word) || GIVEN_NAMES.has(bare(word)) || SURNAMES.has(bare(word));
    const opens = before === undefined || OPENINGS.has(before);
    // Longer is a sentence, not a name.
    if (end - at <= MOST_WORDS + Number(telling) && tokens.length <= MOST_ANSWER && (telling || opens))
      runs.push([at, end]);
    at = end - 1;
  }
  return runs;
}

/** So many words an answer to who somebody is may have. */
const MOST_ANSWER = 14;
const OPENINGS: ReadonlySet<string> = new Set(
  "yes yeah sure um uh so it's is that's be for under please mister missus miss doctor just well okay son daughter wife husband".split(
    ' ',
  ),
);
