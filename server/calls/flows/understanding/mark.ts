import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { wordsOf } from '../../../dialogue/understanding/words.ts';

/** Words for marks in English, German, Spanish and French; the first that fits counts. */
const IN_WORDS: readonly [RegExp, string][] = [
  // No complaint: it is said of what was good.
  [/\b(?:not|nicht|pas) (?:so |too |very |that |really |zu )?(?:bad|poor|schlecht|mal)\b/, '4'],
  [
    /\b(?:very|really|so) (?:bad|poor)\b|\b(?:terrible|awful|horrible|sehr schlecht|muy mal[oa]?|très mauvais)\b/,
    '1',
  ],
  [
    /\b(?:not|nicht) (?:so |too |very |that |really |sehr |besonders )?(?:good|great|nice|gut)\b|\b(?:bad|poor|schlecht|mal[oa]?|mauvais)\b/,
    '2',
  ],
  [
    /\b(?:very|really|so) good\b|\b(?:excellent|perfect|great|fantastic|wonderful|amazing|outstanding|sehr gut|ausgezeichnet|perfekt|muy bien|muy buen[oa]|excelente|perfecto|très bien|parfait)\b/,
    '5',
  ],
  [/\b(?:good|nice|gut|bien|buen[oa]?|bon)\b/, '4'],
  [/\b(?:okay|ok|average|fair|fine|so so|all right|mittel|geht so|regular|moyen)\b/, '3'],
];

/** A mark from 1 to 5, as it was keyed in, counted (“four stars”) or put into words (“very good”); null: none. */
export function readMark(text: string, keys: boolean): string | null {
  if (keys) return /^[1-5]$/.test(text) ? text : null;
  const words = wordsOf(text);
  // “Four out of five”: the first number is the mark.
  const [first] = digitSpans(words);
  if (first) return /^[1-5]$/.test(first.digits) ? first.digits : null;
  const plain = words.join(' ');
  return IN_WORDS.find(([said]) => said.test(plain))?.[1] ?? null;
}
