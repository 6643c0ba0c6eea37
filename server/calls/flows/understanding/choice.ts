import type { z } from 'zod';
import type { MenuChoice } from '../../../../shared/calls/flow.ts';
import { digitSpans } from '../../../dialogue/understanding/numbers/digits.ts';
import { wordsOf } from '../../../dialogue/understanding/words.ts';

type Choice = z.infer<typeof MenuChoice>;

const DIGIT_NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** What is said around a number that is chosen. */
const AROUND_NUMBERS = new Set(
  (
    'press pressing push dial type enter key button number option choice choose chose select take pick line ' +
    'i would like want will go for with the a please thanks thank you it is that to say um uh er well ok okay yes'
  ).split(' '),
);
/** Words that tell no choice from another. */
const EMPTY_WORDS = new Set(
  (
    'a an the my your our to for of with and or in on at about i we you me us it is am are be have has do want would ' +
    'like need please can could some get speak talk question questions um uh well so hello hi department'
  ).split(' '),
);
/** “The second one”, and the names of keys. */
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
const SIGNS: Readonly<Record<string, string>> = { star: '*', asterisk: '*', pound: '#', hash: '#' };

/**
 * The choice that is meant: by its key; by words of which one of its phrases is made, however they are inflected; by
 * its number (“press one”, “option two”, “the first one”). Null where it is none of them, or two alike.
 */
export function choiceIn(text: string, keys: boolean, choices: readonly Choice[]): Choice | null {
  if (keys) return choices.find(({ digit }) => digit === text.at(0)) ?? null;
  const words = wordsOf(text);
  return byPhrase(words, choices) ?? byNumber(words, choices);
}

/** What a recogniser may listen for at a menu. */
export function expectedPhrases(choices: readonly Choice[]): string[] {
  return choices.flatMap(({ digit, phrases }) => [...phrases, ...numberPhrases(digit)]);
}

function numberPhrases(digit: string | null): string[] {
  if (digit === null) return [];
  const name = digit === '*' ? 'star' : digit === '#' ? 'pound' : DIGIT_NAMES[Number(digit)]!;
  return [name, `press ${name}`, `number ${name}`, `option ${name}`];
}

function byPhrase(words: readonly string[], choices: readonly Choice[]): Choice | null {
  const meant = words.filter((_, at) => words[at - 1] !== 'not');
  const joined = ` ${meant.join(' ')} `;
  const scored = choices
    .map((choice) => ({
      choice,
      score: Math.max(0, ...choice.phrases.map((phrase) => likeness(phrase, joined, meant))),
    }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  const [best, next] = scored;
  return best && best.score !== next?.score ? best.choice : null;
}

/** 0: not like it. A phrase as it stands is more than its words apart, and those more than a part of them. */
function likeness(phrase: string, joined: string, said: readonly string[]): number {
  const plain = wordsOf(phrase);
  if (plain.length === 0) return 0;
  if (joined.includes(` ${plain.join(' ')} `)) return 2 + plain.length;
  const telling = plain.filter((word) => !EMPTY_WORDS.has(word));
  if (telling.length === 0) return 0;
  const held = telling.filter((word) => said.some((other) => alike(word, other))).length / telling.length;
  return held === 1 ? 1 + telling.length / 100 : held >= 0.5 ? held : 0;
}

/** The same word, inflected, or with one letter wrong where it is long. */
function alike(word: string, other: string): boolean {
  return stemOf(word) === stemOf(other) || (word.length >= 5 && oneEditApart(word, other));
}

function byNumber(words: readonly string[], choices: readonly Choice[]): Choice | null {
  const rest = words.filter((word) => !AROUND_NUMBERS.has(word));
  if (rest.length === 0) return null;
  const [only] = rest;
  const withDigit = (digit: string | undefined) => choices.find((choice) => choice.digit === digit) ?? null;
  if (rest.length === 1 && only !== undefined && Object.hasOwn(SIGNS, only)) return withDigit(SIGNS[only]);
  const place = ORDINALS.indexOf(only ?? '');
  if (place >= 0 && rest.slice(1).every((word) => word === 'one'))
    return withDigit(String(place + 1)) ?? choices[place] ?? null;
  if (rest.length === 1 && (only === 'o' || only === 'oh')) return withDigit('0');
  const [span] = digitSpans(rest);
  return span && span.from === 0 && span.to === rest.length ? withDigit(span.digits) : null;
}

/** The word without its ending, as far as names of departments need it. */
function stemOf(word: string): string {
  const stem = word.replace(/(?:ings?|ed|ers?|es|s)$/, '');
  return stem.length >= 3 ? stem : word;
}

/** One letter missing, too many or wrong. */
function oneEditApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [restOne, restOther] = [one.slice(start), other.slice(start)];
  return (
    restOne.slice(1) === restOther.slice(1) ||
    restOne.slice(1) === restOther ||
    restOne === restOther.slice(1)
  );
}
