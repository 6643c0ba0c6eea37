import type { Consent } from '../../../shared/api/personalities.ts';

/** This share of the statement's words, in order, makes it the statement. */
const ENOUGH = 0.8;

/** Whoever says one of these, which the statement has not, may have said the opposite. */
const DENIALS = new Set([
  'not',
  'no',
  'never',
  "don't",
  'dont',
  "doesn't",
  'refuse',
  'disagree',
  'cannot',
  "can't",
]);

/** Whether what was heard is the statement, word by word. Null was heard by nobody. */
export function matchStatement(statement: string, heard: string | null): Consent['match'] {
  if (heard === null) return 'not-checked';
  const wanted = wordsOf(statement);
  const said = wordsOf(heard);
  if (said.some((word) => DENIALS.has(word) && !wanted.includes(word))) return 'not-matched';
  return longestCommon(wanted, said) >= ENOUGH * wanted.length ? 'matched' : 'not-matched';
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'\s]/gu, ' ')
    .split(/\s+/)
    .filter(Boolean);
}

/** Length of the longest common subsequence of words. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [j, other] of b.entries())
      next.push(word === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row.at(-1) ?? 0;
}
