import { wordsOf } from '../words.ts';

/** Words that say only that it is something to be booked. */
const ANY_SERVICE = new Set([
  'appointment',
  'booking',
  'visit',
  'session',
  'service',
  'treatment',
  'reservation',
]);

/**
 * Which of the services an utterance means: the one whose words it holds, inflected or run together (“teeth
 * cleaned” is Cleaning, “checkup” Check-up), or else its chief word (“a cleaning” is Teeth cleaning). `asked`: any
 * part of a name is enough. Null for none or several alike.
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
    .map((service) => ({ service, score: scoreOf(service.name, stems, joined, asked) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  const [best, next] = scored;
  return best && best.score !== next?.score ? best.service : null;
}

/** 1 for all words of a name, a little more where they are run together, less for a part, 0 where it is not meant. */
function scoreOf(name: string, stems: ReadonlySet<string>, joined: string, asked: boolean): number {
  const words = wordsOf(name);
  const whole = words.join('');
  if (whole.length >= 5 && joined.includes(whole)) return 1 + whole.length / 1000;
  const held = (part: readonly string[]) =>
    part.filter((word) => stems.has(stemOf(word)) || similar(word, stems)).length;
  if (held(words) === words.length) return 1;
  const telling = name
    .split(/\s+/)
    .filter((part) => !ANY_SERVICE.has(part.toLowerCase()))
    .map(wordsOf);
  const chief = telling.at(-1) ?? [];
  if (telling.length > 0 && held(chief) === chief.length) return 0.5;
  return asked && held(telling.flat()) >= telling.flat().length / 2 ? 0.25 : 0;
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
