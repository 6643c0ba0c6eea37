import { sayAsEnglish } from '../../speech/plan/sayAs.ts';

/** As two people may write the same word. */
export function plain(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The ways to read a number aloud. */
const READINGS = ['characters', 'telephone', 'cardinal', 'ordinal', 'currency', 'time', 'date'] as const;

/**
 * Whether two ways of writing may be the same words: `e-mail` and `email`, `21` and `twenty one`, `$5` and
 * `five dollars`. Numbers are read in English alone.
 */
export function soundAlike(one: readonly string[], other: readonly string[], language: string): boolean {
  const readings = readingsOf(one, language);
  return readingsOf(other, language).some((reading) => readings.includes(reading));
}

function readingsOf(words: readonly string[], language: string): string[] {
  const asWritten = joined(words);
  if (!/^en\b/i.test(language)) return [asWritten];
  const raw = words.map((word) => word.replace(/%/g, ' percent').replace(/[.,;:!?)\]"'”’]+$/u, ''));
  const read = READINGS.map((kind) =>
    joined(
      raw.flatMap((word) => {
        const [number = '', ...unit] = word.split(' ');
        const said = /\d/.test(number) ? sayAsEnglish(number, kind, undefined) : null;
        return [...(said ?? number).split(/[\s,]+/), ...unit];
      }),
    ),
  );
  return [asWritten, ...read];
}

const NAMES: Record<string, string> = { oh: 'zero', ay: 'a' };

/** Without the borders between words, which nobody hears. */
const joined = (words: readonly string[]) =>
  words
    .map(plain)
    .map((word) => NAMES[word] ?? word)
    .join('');
