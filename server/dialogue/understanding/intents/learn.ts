import { wordsOf } from '../words.ts';
import { featuresOf } from './features.ts';
import { score, softmax } from './scores.ts';

/** An utterance with what it is. */
export interface Labelled<Label extends string> {
  text: string;
  label: Label;
  /** How much it counts beside the others. */
  weight: number;
}

/** What examples teach; plain data that threads can hand on. */
export interface Learned<Label extends string> {
  labels: readonly Label[];
  /** Features of the examples. */
  names: readonly string[];
  /** Of each feature, one for each label. */
  weights: Float32Array<ArrayBuffer>;
  /** Words of the examples. */
  vocabulary: readonly string[];
}

const EPOCHS = 8;
const RATE = 0.5;
const DECAY = 1e-5;
/** Smaller ones teach nothing. */
const LEAST_ERROR = 1e-3;

/**
 * Multinomial logistic regression over words, groups of words, their neighbours and pieces of words; learned by
 * gradient descent with AdaGrad (Duchi et al. 2011), in an order that is always the same, so that the same examples give the same weights.
 */
export function learn<Label extends string>(
  examples: readonly Labelled<Label>[],
  labels: readonly Label[],
): Learned<Label> {
  const ids = new Map<string, number>();
  const rows = examples.map(({ text, label, weight }) => {
    const features = featuresOf(text);
    for (const name of features.keys()) if (!ids.has(name)) ids.set(name, ids.size);
    return {
      ids: Uint32Array.from(features.keys(), (name) => ids.get(name)!),
      values: Float64Array.from(features.values()),
      label: labels.indexOf(label),
      weight,
    };
  });
  const width = labels.length;
  const weights = new Float32Array(ids.size * width);
  const squares = new Float32Array(ids.size * width).fill(1e-3);
  const scores = new Float64Array(width);
  const errors = new Float64Array(width);
  const order = shuffled(rows.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1)
    for (const at of order) {
      const row = rows[at]!;
      score(row.ids, row.values, weights, scores);
      softmax(scores);
      for (let label = 0; label < width; label += 1)
        errors[label] = (scores[label]! - (label === row.label ? 1 : 0)) * row.weight;
      for (let place = 0; place < row.ids.length; place += 1) {
        const base = row.ids[place]! * width;
        const value = row.values[place]!;
        for (let label = 0; label < width; label += 1) {
          const error = errors[label]!;
          if (error < LEAST_ERROR && error > -LEAST_ERROR) continue;
          const gradient = error * value + DECAY * weights[base + label]!;
          const square = squares[base + label]! + gradient * gradient;
          squares[base + label] = square;
          weights[base + label]! -= (RATE * gradient) / Math.sqrt(square);
        }
      }
    }
  return {
    labels,
    names: [...ids.keys()],
    weights,
    vocabulary: [...new Set(examples.flatMap(({ text }) => wordsOf(text)))],
  };
}

/** 0 to `length` − 1 mixed, always alike: a linear congruential generator (Numerical Recipes) draws. */
function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, at) => at);
  let seed = 1;
  for (let at = length - 1; at > 0; at -= 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = seed % (at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
