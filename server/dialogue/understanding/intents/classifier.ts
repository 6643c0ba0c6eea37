import { wordsOf } from '../words.ts';
import { featuresOf } from './features.ts';
import type { Learned } from './learn.ts';
import { isKnownWord } from './meaning.ts';
import { score, softmax } from './scores.ts';
import { Speller } from './spelling.ts';

/** How likely each label is, most likely first; all of them sum to 1. */
export interface Ranked<Label extends string> {
  label: Label;
  probability: number;
}

export interface Classifier<Label extends string> {
  classify(text: string): Ranked<Label>[];
  /** Share of the utterance's words that the examples hold, 0 to 1. */
  familiarity(text: string): number;
}

/** A step takes in so many features or words: about a millisecond. */
const STEP = 1000;
const WORDS_IN_STEP = 100;

/** Makes a classifier of what was learned, a step at a time for whoever has other things to do in between. */
export function* classifierOf<Label extends string>({
  labels,
  names,
  weights,
  vocabulary,
}: Learned<Label>): Generator<void, Classifier<Label>> {
  const width = labels.length;
  const ids = new Map<string, number>();
  for (let from = 0; from < names.length; from += STEP) {
    for (const name of names.slice(from, from + STEP)) ids.set(name, ids.size);
    yield;
  }
  const speller = new Speller(isKnownWord);
  for (let from = 0; from < vocabulary.length; from += WORDS_IN_STEP) {
    speller.add(vocabulary.slice(from, from + WORDS_IN_STEP));
    yield;
  }
  const rightly = (text: string) =>
    wordsOf(text)
      .map((word) => speller.spell(word))
      .join(' ');
  return {
    classify(text) {
      const known = [...featuresOf(rightly(text))].filter(([name]) => ids.has(name));
      const result = new Float64Array(width);
      score(
        Uint32Array.from(known, ([name]) => ids.get(name)!),
        Float64Array.from(known, ([, value]) => value),
        weights,
        result,
      );
      softmax(result);
      return labels
        .map((label, at) => ({ label, probability: result[at]! }))
        .sort((one, other) => other.probability - one.probability);
    },
    familiarity(text) {
      const words = [...featuresOf(rightly(text)).keys()].filter((name) => name.startsWith('w '));
      return words.length === 0 ? 0 : words.filter((name) => ids.has(name)).length / words.length;
    },
  };
}
