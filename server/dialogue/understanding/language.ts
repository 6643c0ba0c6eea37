import { baseOf } from '../../../shared/speech/languages.ts';

/** So much likelier than the next one must a language be where the library is not sure. */
const CLEARLY = 0.1;
/** Nothing more can be learned from what is said behind it. */
const MOST_CHARACTERS = 500;

/**
 * In which of `languages` (BCP 47) a text is written; the one that was spoken `before` where it does not tell, as a
 * name, a number or a single word does not, and the first of them where nothing was spoken yet.
 */
export async function languageOf(
  text: string,
  languages: readonly string[],
  before?: string,
): Promise<string | undefined> {
  const otherwise = before ?? languages[0];
  if (new Set(languages.map(baseOf)).size < 2) return otherwise;
  const { eld } = await detector();
  const found = eld.detect(text.slice(0, MOST_CHARACTERS));
  const sure = found.isReliable() ? languages.find((each) => baseOf(each) === baseOf(found.language)) : null;
  const likely = sure ?? (before === undefined ? likeliest(found.getScores(), languages) : undefined);
  // Which English it is, no text tells.
  if (!likely || (otherwise && baseOf(likely) === baseOf(otherwise))) return otherwise;
  return likely;
}

function likeliest(scores: Record<string, number>, languages: readonly string[]): string | undefined {
  const [first, second] = languages
    .map((language) => ({ language, score: scores[baseOf(language)] ?? 0 }))
    .sort((one, other) => other.score - one.score);
  return first && first.score - (second?.score ?? 0) >= CLEARLY ? first.language : undefined;
}

let loading: Promise<typeof import('eld/small')> | undefined;

/** Read when a personality speaks several languages: its tables are large. */
const detector = () => (loading ??= import('eld/small'));
