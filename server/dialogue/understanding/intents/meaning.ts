import { DIMENSIONS, VECTORS, WORDS } from './wordVectors.gen.ts';

/** Words more frequent than this count less and less: they stand in every sentence. */
const FREQUENT = 60;

const bytes = new Int8Array(Buffer.from(VECTORS, 'base64'));
const places = new Map(WORDS.split(' ').map((word, at) => [word, at]));

/**
 * What words mean together: the mean of their vectors, of length 1, rare words counting more (Arora et al. 2017). So
 * “cab” is near “taxi” though no example holds it. Null where no word is known.
 */
export function meaningOf(words: readonly string[]): Float64Array | null {
  const sum = new Float64Array(DIMENSIONS);
  for (const word of words) {
    const place = places.get(word);
    if (place === undefined) continue;
    const weight = place / (place + FREQUENT);
    for (let at = 0; at < DIMENSIONS; at += 1) sum[at]! += weight * bytes[place * DIMENSIONS + at]!;
  }
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return length === 0 ? null : sum.map((value) => value / length);
}

/** Whether a word is one of the frequent words of English. */
export function isKnownWord(word: string): boolean {
  return places.has(word);
}
