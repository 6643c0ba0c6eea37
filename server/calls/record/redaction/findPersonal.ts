import { findAddresses, findFirstStreet } from './addresses.ts';
import { findEmails } from './emails.ts';
import { type Found, merged } from './found.ts';
import { findNames, type KnownNames } from './names.ts';
import { findNumbers } from './numbers.ts';
import { bare } from './rareWords.ts';
import { tokensOf } from './tokens.ts';

/** What is known of a call while its lines are gone through in order. */
export interface Reading {
  /** Names that were found, in lower case. */
  names: KnownNames;
  /** What the other party said last. */
  before: string;
  /** Words of our own names, in lower case: of personalities and of the workspace. */
  ours: ReadonlySet<string>;
}

/** Nothing is known yet, but what we are called ourselves. */
export const newReading = (ourNames: readonly string[] = []): Reading => ({
  names: new Set(),
  before: '',
  ours: new Set(ourNames.flatMap((name) => tokensOf(name).map(({ word }) => bare(word)))),
});

const ASKS_NAME =
  /\b(your|the|full|first|last|sur|what|which|whose|a)\s?name\b|\bwho(?:'s| is| am i| are you| may i| was| shall i| should i)\b|\bspell\b|\bname,? please\b|\bname (for|on) the\b/i;
const ASKS_ADDRESS =
  /\b(your|the|delivery|street|home|shipping|mailing|billing|postal) address\b|\bwhere (do|are) you liv(e|ing)\b|\bwhere (should|shall|can|do) we (deliver|send|ship|post)\b|\b(post ?code|zip|house number)\b/i;

/**
 * Personal data in one line of a call: card and account numbers, e-mail, telephone, addresses, names. What `reading`
 * knows helps, and what is found for certain is added to it. Our own names are not personal, unless a caller has one
 * of them, too: what an agent says of itself does not make it a caller's.
 */
export function findPersonal(text: string, reading: Reading, by: 'agent' | 'other' = 'other'): Found[] {
  const tokens = tokensOf(text);
  const asked = reading.before.toLowerCase();
  const asksHome = ASKS_ADDRESS.test(asked) && !/\be?-? ?mail\b/.test(asked);
  const emails = findEmails(text, tokens, asked);
  const found = [...emails, ...findAddresses(text, tokens, asksHome), ...findNumbers(text, tokens, asked)];
  if (asksHome) found.push(...wholeAddress(text, tokens));
  const ours = new Set([...reading.ours].filter((word) => !reading.names.has(word)));
  const names = findNames(text, tokens, { known: reading.names, asked: ASKS_NAME.test(asked), ours });
  if (by === 'agent') for (const word of ours) reading.names.delete(word);
  // What is part of an e-mail address is no name of its own.
  const apart = names.filter((name) => !found.some((other) => name.from < other.to && other.from < name.to));
  return merged([...found, ...apart.filter((name) => !isOurs(text.slice(name.from, name.to), reading))]);
}

const isOurs = (name: string, { ours, names }: Reading) =>
  tokensOf(name).every(({ word }) => ours.has(bare(word)) && !names.has(bare(word)));

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
