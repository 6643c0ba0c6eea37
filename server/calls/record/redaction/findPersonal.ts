import { findAddresses, findFirstStreet } from './addresses.ts';
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
  /\b(your|the|full|first|last|sur|what|which|whose|a)\s?name\b|\bwho(?:'s| is| am i| are you| may i| was| shall i| should i)\b|\bspell\b|\bname,? please\b|\bname (for|on) the\b/i;
const ASKS_ADDRESS =
  /\b(your|the|delivery|street|home|shipping|mailing|billing|postal) address\b|\bwhere (do|are) you liv(e|ing)\b|\bwhere (should|shall|can|do) we (deliver|send|ship|post)\b|\b(post ?code|zip|house number)\b/i;

/**
 * Personal data in one line of a call: card and account numbers, e-mail, telephone, addresses, names. What `reading`
 * knows helps, and what is found for certain is added to it.
 */
export function findPersonal(text: string, reading: Reading): Found[] {
  const tokens = tokensOf(text);
  const asked = reading.before.toLowerCase();
  const asksHome = ASKS_ADDRESS.test(asked) && !/\be?-? ?mail\b/.test(asked);
  const emails = findEmails(text, tokens, asked);
  const found = [...emails, ...findAddresses(text, tokens, asksHome), ...findNumbers(text, tokens, asked)];
  if (asksHome) found.push(...wholeAddress(text, tokens));
  const names = findNames(text, tokens, { known: reading.names, asked: ASKS_NAME.test(asked) });
  // What is part of an e-mail address is no name of its own.
  const apart = names.filter((name) => !found.some((other) => name.from < other.to && other.from < name.to));
  return merged([...found, ...apart]);
}

/** An answer to where somebody lives that holds a number is an address from there on. */
function wholeAddress(text: string, tokens: ReturnType<typeof tokensOf>): Found[] {
  const words = tokens.map(({ word }) => word);
  const first = tokens[Math.min(findFirstNumber(words), findFirstStreet(words))];
  const last = tokens.at(-1);
  return first && last && last.to - first.from <= MOST_SIGNS && !/[?]/.test(text)
    ? [{ kind: 'address', from: first.from, to: last.to }]
    : [];
}

/** A home takes no longer to say. */
const MOST_SIGNS = 110;

const NUMBER =
  /^(\d+[a-z]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/;
const findFirstNumber = (words: readonly string[]) => {
  const at = words.findIndex((word) => NUMBER.test(word));
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};
