import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** So many digits at the end decide: what stands before is the country or the exchange. */
const TELLING_DIGITS = 9;
const FEWEST_DIGITS = 6;

/**
 * Whether a column of digits holds the number that somebody gave, with or without country code and leading zeros.
 * Numbers with too few digits match nothing.
 */
export function samePhone(column: AnyPgColumn, given: string): SQL {
  const digits = given.replaceAll(/\D/g, '').replace(/^0+/, '');
  if (digits.length < FEWEST_DIGITS) return sql`false`;
  const end = digits.slice(-TELLING_DIGITS);
  return sql`right(${column}, ${end.length}) = ${end} and length(ltrim(${column}, '0')) <= ${digits.length + 4}`;
}

/**
 * Whether two names may be one person's: at least half of the given names are theirs, whatever their case and accents.
 * A list of many names is nobody's: it would be a guess at all of them at once.
 */
export function samePerson(known: string, given: string): boolean {
  const names = new Set(namesOf(known));
  const asked = [...new Set(namesOf(given))];
  const common = asked.filter((name) => names.has(name)).length;
  return common > 0 && common * 2 >= asked.length;
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof']);

function namesOf(name: string): string[] {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}'’-]{2,}/gu) ?? []).filter((part) => !TITLES.has(part));
}
