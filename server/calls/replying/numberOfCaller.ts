import type { AdmittedCall } from '../contract.ts';

const NUMBER = /^\+\d{7,15}$/;
/** What carriers send instead of a number that is withheld or not known: words typed on the keys of a telephone. */
const WORDS_IN_KEYS: ReadonlySet<string> = new Set([
  '+266696687', // ANONYMOUS
  '+86282452253', // UNAVAILABLE
  '+8656696', // UNKNOWN
  '+7378742833', // RESTRICTED
  '+2562533', // BLOCKED
]);

/** The number that the person of a call can be reached at, in E.164; undefined where it is withheld, or there is none. */
export function numberOfCaller({
  from,
  to,
  direction,
}: Pick<AdmittedCall['start'], 'from' | 'to' | 'direction'>): string | undefined {
  const number = direction === 'inbound' ? from : to;
  return number !== null && NUMBER.test(number) && !WORDS_IN_KEYS.has(number) ? number : undefined;
}
