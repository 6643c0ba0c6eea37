import { announcesHome, findAddresses } from './addresses.ts';
import { findEmails } from './emails.ts';
import { type Found, merged } from './found.ts';
import { findNames, type KnownNames } from './names.ts';
import { findNumbers } from './numbers.ts';
import { tokensOf } from './tokens.ts';

/** What is known of a call while its lines are gone through in order. */
export interface Reading {
  /** Names that were found, in lower case. */
  names: KnownNames;
  /** What the other party said last. */
  before: string;
}

/** Nothing is known yet. */
export const newReading = (): Reading => ({ names: new Set(), before: '' });

const ASKS_NAME =
  /\b(your|the|full|first|last|sur|a)\s?name\b|\bwho (am i|are you|is this|is calling|is speaking|may i)\b|\bspell\b|\bname,? please\b|\bname (for|on) the\b/i;
const ASKS_ADDRESS = /\b(your|the|delivery|street|home|shipping|mailing) address\b|\bwhere do you live\b/i;

/**
 * Personal data in one line of a call: card and account numbers, e-mail, telephone, addresses, names. What `reading`
 * knows helps, and what is found for certain is added to it.
 */
export function findPersonal(text: string, reading: Reading): Found[] {
  const tokens = tokensOf(text);
  const asked = reading.before.toLowerCase();
  const emails = findEmails(text, tokens);
  const found = [...emails, ...findAddresses(text, tokens), ...findNumbers(text, tokens, asked)];
  if (ASKS_ADDRESS.test(asked) || announcesHome(text)) found.push(...wholeAddress(text, tokens));
  const names = findNames(text, tokens, { known: reading.names, asked: ASKS_NAME.test(asked) });
  // What is part of an e-mail address is no name of its own.
  const apart = names.filter((name) => !found.some((other) => name.from < other.to && other.from < name.to));
  return merged([...found, ...apart]);
}

/** An answer to where somebody lives that holds a number is an address from there on. */
function wholeAddress(text: string, tokens: ReturnType<typeof tokensOf>): Found[] {
  const number = findFirstNumber(tokens.map(({ word }) => word));
  const [first, last] = [tokens[number], tokens.at(-1)];
  return first && last && tokens.length - number <= 16 && !/[?]/.test(text)
    ? [{ kind: 'address', from: first.from, to: last.to }]
    : [];
}

const NUMBER =
  /^(\d+[a-z]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/;
const findFirstNumber = (words: readonly string[]) => {
  const at = words.findIndex((word) => NUMBER.test(word));
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};
