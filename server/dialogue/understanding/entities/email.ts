import { DIGIT_WORDS, REPEAT_WORDS } from '../numbers/numberWords.ts';
import { isCommonName } from './commonNames.ts';

const WRITTEN = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['dot', '.'],
  ['period', '.'],
  ['point', '.'],
  ['underscore', '_'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['minus', '-'],
  ['plus', '+'],
]);
/** More words make no single part of an address. */
const MOST_JOINED = 4;
/** “Whatever is at nine dot” leads to an address, but is no part of it. */
const LEADS = new Set('is was it be to under me at on and so the'.split(' '));

const isSign = (word: string | undefined): boolean => word !== undefined && /^[._+-]$/.test(word);
const isCharacter = (word: string): boolean => /^[a-z\d]$/.test(word) || /^\d+$/.test(word);

/** The e-mail address in an utterance, written or spelled: “anna dot smith at example dot com”. Lower case. */
export function readEmail(text: string): string | null {
  const written = WRITTEN.exec(text)?.[0];
  if (written) return written.toLowerCase();
  const words = saidParts(text);
  for (let at = words.lastIndexOf('@'); at > 0; at = words.lastIndexOf('@', at - 1)) {
    const address = `${boxBefore(words, at)}@${domainBehind(words, at)}`;
    if (WRITTEN.exec(address)?.[0] === address) return address;
  }
  return null;
}

/** Words, with signs in the place of their names, figures of digits, and letters without what was said for clearness. */
function saidParts(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\bat sign\b/g, 'at')
    .replace(/\b([a-z])\s+(?:as in|for|like)\s+\1[a-z-]+/g, '$1')
    .split(/[\s,;!?]+/)
    .map((word) => word.replace(/\.$/, ''))
    .filter((word) => word !== '');
  return words.flatMap((word, index) => {
    const times = REPEAT_WORDS.get(words[index - 1] ?? '');
    if (REPEAT_WORDS.has(word) && words[index + 1] !== undefined) return [];
    // Of an address, “o” is the letter.
    const digit = word === 'o' ? undefined : DIGIT_WORDS.get(word);
    const part = word === 'at' ? '@' : (SIGNS.get(word) ?? (digit === undefined ? word : String(digit)));
    return times && isCharacter(part) ? Array<string>(times).fill(part) : [part];
  });
}

/** What belongs to an address before its sign: parts with signs between, letters, digits, first and last names. */
function boxBefore(words: readonly string[], at: number): string {
  let from = at - 1;
  while (from > 0 && belongs(words[from - 1]!, words[from]!)) from--;
  return words.slice(Math.max(0, from), at).join('');
}

function belongs(before: string, word: string): boolean {
  if (isSign(word) || isSign(before)) return true;
  if (isCharacter(before)) return isCharacter(word) || isCommonName(word);
  if (isCommonName(before)) return isCommonName(word) || isCharacter(word);
  return /^\d+$/.test(word) && /^[a-z]+$/.test(before) && !LEADS.has(before);
}

/** What belongs to it behind its sign: “g mail dot com”, “example dot co dot u k”. Nothing where it has no end. */
function domainBehind(words: readonly string[], at: number): string {
  const dot = words.indexOf('.', at);
  const first = words.slice(at + 1, Math.max(at + 1, dot));
  if (first.filter((word) => !isCharacter(word)).length > MOST_JOINED) return '';
  let domain = first.join('');
  for (let next = dot; words[next] === '.' && next + 1 < words.length; ) {
    let end = next + 2;
    // An ending that is spelled, and a part with a dash in it.
    if (isCharacter(words[next + 1]!)) while (end < words.length && isCharacter(words[end]!)) end++;
    while (words[end] === '-' && end + 1 < words.length) end += 2;
    domain += words.slice(next, end).join('');
    next = end;
  }
  return domain;
}
