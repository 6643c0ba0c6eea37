import type { Token } from './tokens.ts';

/** What people say to make a letter plain: “b for bravo”, “j as in john”. */
const PLAIN: readonly string[][] = [['for'], ['as', 'in'], ['like'], ['like', 'in']];

/** Before which word a spelled letter that begins at `at` ends: “m”, “double t”, “b for bravo”; `at` where none begins. */
export function letterEnd(tokens: readonly Token[], at: number): number {
  const isLetter = (i: number) => /^\p{L}$/u.test(tokens[i]?.word ?? '');
  if (/^(?:double|triple)$/.test(tokens[at]?.word ?? '')) return isLetter(at + 1) ? at + 2 : at;
  if (!isLetter(at)) return at;
  const plain = PLAIN.find(
    (words) => words.every((word, i) => tokens[at + 1 + i]?.word === word) && tokens[at + 1 + words.length],
  );
  // “i for one” is no letter; a name that is spelled has more of them.
  return at + 1 + (plain ? plain.length + 1 : 0);
}
