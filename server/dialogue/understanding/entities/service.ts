import { wordsOf } from '../words.ts';

/**
 * Which of the services an utterance means: the one whose words it holds, inflected or run together (“teeth
 * cleaned” is Cleaning, “checkup” Check-up). `asked`: part of a name is enough. Null for none or several alike.
 */
export function readService<Service extends { name: string }>(
  text: string,
  services: readonly Service[],
  asked = false,
): Service | null {
  const words = wordsOf(text);
  const stems = new Set(words.map(stemOf));
  const joined = words.join('');
  const scored = services
    .map((service) => ({ service, score: scoreOf(wordsOf(service.name), stems, joined) }))
    .filter(({ score }) => score >= (asked ? 0.5 : 1))
    .sort((one, other) => other.score - one.score);
  const [best, next] = scored;
  return best && best.score !== next?.score ? best.service : null;
}

function scoreOf(name: readonly string[], stems: ReadonlySet<string>, joined: string): number {
  const whole = name.join('');
  if (whole.length >= 5 && joined.includes(whole)) return 1 + whole.length / 1000;
  const held = name.filter((word) => stems.has(stemOf(word)) || similar(word, stems));
  return held.length / name.length;
}

/** The word without its ending, as far as English services need it. */
function stemOf(word: string): string {
  const stem = word.replace(/(?:ings?|ed|ers?|es|s)$/, '');
  return stem.length >= 3 ? stem : word;
}

/** One letter missing, too many or wrong: typing errors in longer words. */
function similar(word: string, stems: ReadonlySet<string>): boolean {
  const stem = stemOf(word);
  return (
    stem.length >= 5 &&
    [...stems].some((other) => Math.abs(other.length - stem.length) <= 1 && oneEdit(stem, other))
  );
}

function oneEdit(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [restOne, restOther] = [one.slice(start), other.slice(start)];
  return (
    restOne.slice(1) === restOther.slice(1) ||
    restOne.slice(1) === restOther ||
    restOne === restOther.slice(1)
  );
}
