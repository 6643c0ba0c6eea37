import { DIGIT_WORDS, ORDINAL_WORDS, TEEN_WORDS, TENS_WORDS } from '../numbers/numberWords.ts';
import { wordsOf } from '../words.ts';
import { CONCEPTS } from './concepts.ts';
import { meaningOf } from './meaning.ts';

/** What is said around the matter and says nothing of it. */
const AROUND =
  /^(?:(?:um+|uh+|er+|erm|hmm|well|so|hi|hello|hey|there|good (?:morning|afternoon|evening)|please|listen|look|excuse me|i was (?:just )?wondering (?:if|whether)|i wonder if|i just wanted to (?:ask|know)(?: if)?|just|okay so|yeah so|yes hi|you know|like|basically) )+/;
const FILLERS = new Set([
  'um',
  'umm',
  'uh',
  'uhh',
  'er',
  'erm',
  'please',
  'just',
  'kindly',
  'basically',
  'maybe',
]);

/** The words the classifier sees: without what is said around the matter, with figures and digits made alike. */
export function contentWords(text: string): string[] {
  const words = wordsOf(text);
  // The noun, however it is written.
  const joined = `${words.join(' ')} `.replace(/\bcheck up(?= )/g, 'checkup');
  const bare = joined.replace(AROUND, '').trim();
  const kept = bare === '' ? words : bare.split(' ').filter((word) => !FILLERS.has(word));
  const content = kept.length > 0 ? kept : words;
  const alike = content.map(alikeOf);
  return alike.filter((word, at) => word !== '#' || alike[at - 1] !== '#');
}

function alikeOf(word: string): string {
  if (/\d/.test(word))
    return /^\d{1,2}(st|nd|rd|th)$/.test(word) ? '#th' : /^\d{1,2}:\d\d$/.test(word) ? '#time' : '#';
  if (DIGIT_WORDS.has(word) && word !== 'one' && word !== 'o' && word !== 'oh') return '#';
  if (TEEN_WORDS.has(word) || TENS_WORDS.has(word)) return '#';
  if (ORDINAL_WORDS.has(word) && word !== 'first' && word !== 'second') return '#th';
  return word;
}

/** Features of an utterance and how much each counts. */
export function featuresOf(text: string): Map<string, number> {
  const words = contentWords(text);
  const features = new Map<string, number>();
  const add = (name: string, weight: number) => features.set(name, (features.get(name) ?? 0) + weight);
  const groups = words.map(
    (word) => CONCEPTS.get(word) ?? CONCEPTS.get(word.replace(/(s|ed|ing)$/, '')) ?? null,
  );
  const general = words.map((word, at) => (groups[at] ? `<${groups[at]}>` : word));
  for (const [at, word] of words.entries()) {
    add(`w ${word}`, 1);
    if (groups[at]) add(`c ${groups[at]}`, 1);
    add(`b ${general[at - 1] ?? '^'} ${general[at]}`, 0.8);
    if (at >= 1) add(`t ${general[at - 2] ?? '^'} ${general[at - 1]} ${general[at]}`, 0.6);
    if (word.length >= 4)
      for (let from = 0; from + 4 <= word.length + 1; from += 1)
        add(`g ${`${word} `.slice(from, from + 4)}`, 0.25);
  }
  add(`b ${general.at(-1) ?? '^'} $`, 0.8);
  const set = [...new Set(groups.filter((group) => group !== null))].sort();
  for (const [at, one] of set.entries()) for (const other of set.slice(at + 1)) add(`p ${one} ${other}`, 0.7);
  add(`f ${words.slice(0, 2).join(' ')}`, 0.5);
  add(`n ${Math.min(words.length, 6)}`, 0.4);
  const norm = Math.sqrt([...features.values()].reduce((sum, weight) => sum + weight * weight, 0));
  for (const [name, weight] of features) features.set(name, weight / norm);
  for (const [at, value] of (meaningOf(wordsOf(text)) ?? []).entries()) features.set(`m ${at}`, value);
  return features;
}
