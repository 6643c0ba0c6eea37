import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import type { Found } from './found.ts';
import { parted, type Token } from './tokens.ts';

const STREETS: ReadonlySet<string> = new Set(
  `street st avenue ave road rd lane ln drive dr boulevard blvd way court ct place pl square sq terrace parkway pkwy
  circle highway hwy alley crescent close row trail`.split(/\s+/),
);
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
/** So many words a street’s name may have. */
const MOST_NAME = 3;
const OF_HOME =
  /\b(?:i live (?:at|on|in)|my address is|address is|home address is|ship it to|deliver it to|send it to)\s*$/;
const GERMAN = /\p{L}{3,}(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d{1,4}\s?[a-z]?\b/giu;
const BOX = /\bp\.?\s?o\.?\s+box\s+[\w-]+/gi;

/** Where people live: house number, street, flat, town, state and zip code as far as they follow. */
export function findAddresses(text: string, tokens: readonly Token[]): Found[] {
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
  for (const { from, to } of digitSpans(words)) {
    const street = streetBehind(tokens, to);
    if (street === null) continue;
    const end = rest(text, tokens, words, street);
    found.push({ kind: 'address', from: tokens[from]!.from, to: tokens[end]!.to });
  }
  return found;
}

/** The word that ends the street behind a house number; null where there is none. */
function streetBehind(tokens: readonly Token[], at: number): number | null {
  for (let i = at; i < Math.min(tokens.length, at + MOST_NAME + 1); i++) {
    const { word } = tokens[i]!;
    if (i > at && STREETS.has(word)) return i;
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
    const state = STATES.has(word) && (word.length > 2 || /^[A-Z]{2}$/.test(written));
    const town = /[,]/.test(text.slice(tokens[i - 1]!.to, tokens[i]!.from)) || word === 'in';
    if (flat) end = flat.to - 1 + Number(/^[a-d]$/.test(tokens[flat.to]?.word ?? ''));
    else if (FLATS.has(word) && tokens[i + 1]) end = i + 1;
    else if (state) end = i;
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
      else break;
    }
    i = end + 1;
  }
  return end;
}

/** Whether a text says that an address comes next. */
export const announcesHome = (before: string): boolean => OF_HOME.test(before);
