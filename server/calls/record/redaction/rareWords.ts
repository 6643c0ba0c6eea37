import { isKnownWord } from '../../../dialogue/understanding/intents/meaning.ts';
import { NO_NAMES } from './commonWords.ts';

/** A word without the ending of a genitive. */
export const bare = (word: string) => word.replace(/'s$/, '');

/** A word that is rare in English, and no form of a frequent one. */
export function isRare(word: string): boolean {
  if (!/^\p{L}{2,}(?:'\p{L}{2,})?$/u.test(word) || NO_NAMES.has(word) || /'(?:ve|ll|re|t|d|m)$/.test(word))
    return false;
  const plain = bare(word);
  if (plain.length > 5 && ORDINARY_ENDS.test(plain)) return false;
  return ![plain, ...FORMS.map(([ending, stem]) => plain.replace(ending, stem))].some(
    (form) => isKnownWord(form) || NUMBER_WORDS.test(form) || FILLERS.has(form),
  );
}

/** Words end so, and names seldom do. */
const ORDINARY_ENDS =
  /(?:[ai]ble|ful|less|ous|[ts]ion|ment|ness|[^mehr]ed|ing|[st]ive|arian|[gtl]ic|ical|ologist|ly|ism|ish)$/;
/** How frequent words are bent; what is left of a rare one is rare as well. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/s$/, ''],
  [/es$/, ''],
  [/ies$/, 'y'],
  [/ed$/, ''],
  [/d$/, ''],
  [/(.)\1(?:ed|ing|er)$/, '$1'],
  [/ing$/, ''],
  [/ing$/, 'e'],
  [/er$/, ''],
  [/r$/, ''],
  [/ers$/, ''],
  [/ly$/, ''],
  [/ily$/, 'y'],
  [/y$/, ''],
  [/ness$/, ''],
  [/less$/, ''],
  [/able$/, ''],
  [/^(?:un|re|pre|non)/, ''],
];
const NUMBER_WORDS =
  /^(?:\p{L}*teen|\p{L}+teenth|(?:twen|thir|for|four|fif|six|seven|eigh|nine)t(?:y|ieth)|eleven|eleventh|twelve|twelfth|oh|zero|double|triple)$/u;
export const FILLERS: ReadonlySet<string> = new Set(
  'um uh uhm er erm hmm mhm ah aha huh mm oops ouch ugh wow yay hiya'.split(' '),
);
