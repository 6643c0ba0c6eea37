import { isKnownWord } from '../../../dialogue/understanding/intents/meaning.ts';
import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { NO_NAMES } from './commonWords.ts';
import type { Found } from './found.ts';
import { parted, type Token } from './tokens.ts';

const STREETS: ReadonlySet<string> = new Set(
  `street st avenue ave road rd lane ln drive dr boulevard blvd way court ct place pl square sq terrace parkway pkwy
  circle highway hwy alley crescent close row trail gardens grove mews mount wharf quay parade`.split(/\s+/),
);
/** They end the name of a street only where something else says that an address is given. */
const STREETS_IF_SAID: ReadonlySet<string> = new Set(
  'hill park rise walk vale green fields view heath gate yard bridge cottages house'.split(' '),
);
/** Said by their letters. */
const SPOKEN_STATES: ReadonlySet<string> = new Set(['dc', 'ny', 'nyc', 'tx', 'nj']);
const SIDES = /^(?:north|south|east|west|northwest|northeast|southwest|southeast)$/;
const LETTERED: ReadonlySet<string> = new Set(['road', 'route', 'highway', 'hwy']);
const FLATS: ReadonlySet<string> = new Set([
  'apartment',
  'apt',
  'unit',
  'suite',
  'flat',
  'floor',
  'room',
  'number',
]);
const STATES: ReadonlySet<string> = new Set(
  `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
  indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
  nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
  al ak az ar ca co ct de fl ga hi id il ia ks ky la md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok pa ri sc sd tn
  tx ut vt va wa wv wi wy dc`.split(/\s+/),
);
/** No street is called so: “two minutes away”, “one thing in place”. */
const NO_STREETS: ReadonlySet<string> = new Set(
  `minute minutes hour hours day days week weeks month months year years dollars percent people person times time am pm
  a an the of in on at to by for and or is are was it this that your my one-way half items item more less good great
  nice o'clock left ago working business next last first per each every other another`.split(/\s+/),
);
/** So many words the name of a house and its street may have, with the town. */
const MOST_HOME = 6;
/** So many words a street’s name may have. */
const MOST_NAME = 3;
/** What says that an address comes next. */
const OF_HOME =
  /\b(?:(?:i|we) live (?:at|on)|we(?:'re| are) at|i(?:'m| am) at|moved to|address(?: is|'s)?|(?:street|house|home|place) is|(?:ship|deliver|send|post|bring|take) (?:it|them|this|that|these|someone|somebody|everything) to|door at|house number)\s/;
const GERMAN = /\p{L}{3,}(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d{1,4}\s?[a-z]?\b/giu;
const BOX = /\bp\.?\s?o\.?\s+box\s+[\w-]+/gi;

/** Where people live: house number, street, flat, town, state and zip code as far as they follow. */
export function findAddresses(text: string, tokens: readonly Token[], asked: boolean): Found[] {
  const found: Found[] = [GERMAN, BOX].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(
      (match): Found => ({
        kind: 'address',
        from: match.index,
        to: match.index + match[0].length,
      }),
    ),
  );
  const words = tokens.map(({ word }) => word.replace(/(?<=\d)[a-d]$/, ''));
  const spans = digitSpans(words);
  const cue = OF_HOME.exec(text.toLowerCase());
  const home = asked ? 0 : cue ? cue.index + cue[0].length : null;
  const isHome = (at: number) => home !== null && tokens[at]!.from >= home;
  const add = (from: number, end: number) =>
    found.push({ kind: 'address', from: tokens[from]!.from, to: tokens[end]!.to });
  for (const { from, to } of spans) {
    const street = streetBehind(tokens, to, isHome(from));
    const numbered = from > 0 && FLATS.has(words[from - 1]!) ? from - 1 : from;
    if (street !== null) add(numbered, rest(text, tokens, words, street));
    // “Wellington Parade, number 72”.
    else if (numbered < from && numbered > 0 && STREETS.has(words[numbered - 1]!) && isHome(numbered - 1))
      add(nameStart(words, numbered - 1), to - 1);
    else if (isBox(words, from - 1)) add(from - 1, rest(text, tokens, words, to - 1));
    else if (isHome(from) && tokens[from]!.from - home! <= LEAD_SIGNS) {
      const end = homeEnd(text, tokens, to);
      if (end >= to) add(numbered, end);
    }
  }
  return found;
}

/** So many letters may stand between “my address is” and the house number: “it’s number …”. */
const LEAD_SIGNS = 24;

const isBox = (words: readonly string[], at: number) => words[at] === 'box' && words[at - 1] === 'o';

/** The last word of a home whose number ends before `at`: as far as words go on that could be of its name. */
function homeEnd(text: string, tokens: readonly Token[], at: number): number {
  let end = at - 1;
  for (let i = at; i < Math.min(tokens.length, at + MOST_HOME); i++) {
    if (NO_STREETS.has(tokens[i]!.word) || parted(text, tokens[i - 1]!, tokens[i]!)) break;
    if (NO_NAMES.has(tokens[i]!.word) && !STREETS.has(tokens[i]!.word)) break;
    end = i;
  }
  return end;
}

/** The first word of a street’s name that ends at `street`. */
function nameStart(words: readonly string[], street: number): number {
  let start = street;
  while (start > 0 && street - start < MOST_NAME - 1 && !NO_NAMES.has(words[start - 1]!)) start--;
  return start;
}

/** The word that ends the street behind a house number; null where there is none. */
function streetBehind(tokens: readonly Token[], at: number, home: boolean): number | null {
  // “six, the Crescent”.
  if (home && tokens[at]?.word === 'the' && STREETS.has(tokens[at + 1]?.word ?? '')) return at + 1;
  for (let i = at; i < Math.min(tokens.length, at + MOST_NAME + 1); i++) {
    const { word } = tokens[i]!;
    if (i > at && (STREETS.has(word) || (home && STREETS_IF_SAID.has(word)))) {
      // “Oak Hill Terrace”, “Fisherman’s Wharf Road”.
      return STREETS.has(tokens[i + 1]?.word ?? '') ? i + 1 : i;
    }
    if (i === at && LETTERED.has(tokens[i + 1]?.word ?? '') && digitSpans([tokens[i + 2]?.word ?? '']).length)
      return i + 2;
    if (NO_STREETS.has(word)) return null;
  }
  return null;
}

/** What follows a street: a flat, a town and a state, and a zip code. */
function rest(text: string, tokens: readonly Token[], words: readonly string[], street: number): number {
  let end = street;
  const spans = digitSpans(words);
  const spanAt = (i: number) => spans.find(({ from }) => from === i);
  for (let i = street + 1; i < tokens.length && i <= street + 12; ) {
    const { word, text: written } = tokens[i]!;
    // A stop behind “St.” ends no sentence; behind the town it does.
    if (end > street && parted(text, tokens[end]!, tokens[i]!)) break;
    const number = spanAt(i);
    const flat = FLATS.has(word) ? spanAt(i + 1) : undefined;
    const state =
      STATES.has(word) && (word.length > 2 || /^[A-Z]{2}$/.test(written) || SPOKEN_STATES.has(word));
    const town = /[,]/.test(text.slice(tokens[i - 1]!.to, tokens[i]!.from)) || word === 'in';
    if (flat) end = flat.to - 1 + Number(/^[a-d]$/.test(tokens[flat.to]?.word ?? ''));
    else if (FLATS.has(word) && tokens[i + 1]) end = i + 1;
    else if (state || (SIDES.test(word) && end === i - 1)) end = i;
    else if (number && [4, 5, 9].includes(number.digits.length)) end = number.to - 1;
    else if (number && end > street) break;
    else {
      // A town is written with a capital, or comes before a state.
      const ahead = tokens
        .slice(i, i + 4)
        .findIndex(({ word: later }) => STATES.has(later) && later.length > 2);
      if (ahead > 0) end = i + ahead;
      else if (town && /^\p{Lu}/u.test(tokens[i + (word === 'in' ? 1 : 0)]?.text ?? ''))
        end = i + (word === 'in' ? 1 : 0);
      else if (end === i - 1 && end > street && /^\p{Lu}\p{Ll}/u.test(written)) end = i;
      else {
        const townEnd = lowerTown(tokens, word === 'in' ? i + 1 : i, end === i - 1 || word === 'in');
        if (townEnd === null) break;
        end = townEnd;
      }
    }
    i = end + 1;
  }
  return end;
}

/** The last word of a town that is written without a capital: one or two words, the second a rare one. */
function lowerTown(tokens: readonly Token[], at: number, behindStreet: boolean): number | null {
  const first = tokens[at]?.word;
  if (!first || !behindStreet || !/^\p{L}{3,}/u.test(first) || NO_NAMES.has(first)) return null;
  if (digitSpans([first]).length > 0) return null;
  const second = tokens[at + 1]?.word ?? '';
  return /^\p{L}{3,}/u.test(second) && !isKnownWord(second) && !NO_NAMES.has(second) ? at + 1 : at;
}

/** Where the first street begins, by its name; beyond all words where none is said. */
export function findFirstStreet(words: readonly string[]): number {
  const street = words.findIndex(
    (word, at) => at > 0 && STREETS.has(word) && !NO_STREETS.has(words[at - 1]!),
  );
  const start = street < 0 ? street : nameStart(words, street);
  return start < street ? start : Number.MAX_SAFE_INTEGER;
}
