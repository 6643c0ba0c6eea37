import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordGraphOf } from './wordGraph.ts';

/** Sentences are compared up to so many words. */
const MOST_WORDS = 5;

/** An expansion as text, and how readily each of its sentences is said, by its best way. */
interface Sample {
  text: string;
  sentences: Map<string, number>;
}

const join = (one: string, other: string) => [one, other].filter((each) => each !== '').join(' ');
const wordsIn = (sentence: string) => (sentence === '' ? 0 : sentence.split(' ').length);

function sequenceOf(one: Sample['sentences'], other: Sample['sentences']): Sample['sentences'] {
  const all = new Map<string, number>();
  for (const [first, a] of one) for (const [second, b] of other) keepBest(all, join(first, second), a + b);
  return all;
}

function keepBest(all: Sample['sentences'], sentence: string, weight: number): void {
  if (wordsIn(sentence) <= MOST_WORDS)
    all.set(sentence, Math.max(weight, all.get(sentence) ?? Number.NEGATIVE_INFINITY));
}

function repeated({ sentences }: Sample): Sample['sentences'] {
  const half = Math.log(0.5);
  const all = new Map<string, number>();
  let round = sentences;
  // Each round says at least one word more, or the same at a lower weight.
  for (let nth = 0; nth <= MOST_WORDS; nth++) {
    for (const [sentence, weight] of round) keepBest(all, sentence, weight + half);
    round = new Map([...sequenceOf(round, sentences)].map(([sentence, weight]) => [sentence, weight + half]));
  }
  return all;
}

const { expansion } = fc.letrec<{ expansion: Sample }>((tie) => ({
  expansion: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c').map((word): Sample => ({ text: word, sentences: new Map([[word, 0]]) })),
    fc.array(tie('expansion'), { minLength: 1, maxLength: 3 }).map(
      (parts): Sample => ({
        text: `( ${parts.map(({ text }) => text).join(' ')} )`,
        sentences: parts.reduce((all, { sentences }) => sequenceOf(all, sentences), new Map([['', 0]])),
      }),
    ),
    fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), tie('expansion')), { minLength: 2, maxLength: 3 })
      .map((choices): Sample => {
        const sum = choices.reduce((all, [weight]) => all + weight, 0);
        const sentences = new Map<string, number>();
        for (const [weight, of] of choices)
          for (const [sentence, own] of of.sentences)
            keepBest(sentences, sentence, own + Math.log(weight / sum));
        return {
          text: `( ${choices.map(([weight, { text }]) => `/${weight}/ ${text}`).join(' | ')} )`,
          sentences,
        };
      }),
    tie('expansion').map(({ text, sentences }): Sample => {
      const half = Math.log(0.5);
      const all = new Map([['', half]]);
      for (const [sentence, weight] of sentences) keepBest(all, sentence, weight + half);
      return { text: `[ ${text} ]`, sentences: all };
    }),
    tie('expansion').map((of): Sample => ({ text: `( ${of.text} )+`, sentences: repeated(of) })),
  ),
}));

/** All sentences of a graph, each by its best way. */
function sentencesOf(jsgf: string): Map<string, number> {
  const { start, steps, ends } = wordGraphOf(jsgf);
  const all = new Map<string, number>();
  const walk = (state: number, said: string, weight: number) => {
    if (ends[state]! > Number.NEGATIVE_INFINITY) keepBest(all, said, weight + ends[state]!);
    if (wordsIn(said) === MOST_WORDS) return;
    for (const { word, to, logWeight } of steps[state]!) walk(to, join(said, word), weight + logWeight);
  };
  walk(start, '', 0);
  return all;
}

const rounded = (sentences: Map<string, number>) =>
  Object.fromEntries(
    [...sentences].sort().map(([sentence, weight]) => [sentence, Number(weight.toFixed(4))]),
  );

test('a graph says what its grammar says, as readily, whatever the grammar', () => {
  fc.assert(
    fc.property(expansion, expansion, ({ text, sentences }, inner) => {
      const jsgf = [
        '#JSGF V1.0;',
        'grammar any;',
        'public <all> = <one> <one> | <one>;',
        `<one> = ( ${text} ) <two>;`,
        `<two> = ${inner.text};`,
      ].join('\n');
      const one = sequenceOf(sentences, inner.sentences);
      const half = Math.log(0.5);
      const all = new Map<string, number>();
      for (const said of [sequenceOf(one, one), one])
        for (const [sentence, weight] of said) keepBest(all, sentence, weight + half);
      expect(rounded(sentencesOf(jsgf))).toEqual(rounded(all));
    }),
    { numRuns: 200 },
  );
});

test('a rule that goes on as itself is a loop; held before its end, it is refused', () => {
  const loop = ['public <all> = <more>;', '<more> = a ( /3/ <NULL> | /1/ <more> );'].join('\n');
  expect(wordGraphOf(loop).steps.flat()).toHaveLength(2);
  expect(sentencesOf(loop).get('a a')).toBeCloseTo(Math.log(0.25) + Math.log(0.75));
  expect(() => wordGraphOf('public <all> = <all> a | b;')).toThrow('before its end');
  expect(() => wordGraphOf('public <all> = <none>;')).toThrow('no rule none');
});

test('what is said in many places takes the states of one', () => {
  const digits = '<digit> = one | two | three | four | five | six | seven | eight | nine;';
  const places = Array.from({ length: 50 }, (_, nth) => `at ${'xyz'[nth % 3]} <digit> <digit>`);
  const { steps } = wordGraphOf([`public <all> = ${places.join(' | ')};`, digits].join('\n'));
  // The beginning, behind “at” one for each letter, and behind that, one digit and the other.
  expect(steps).toHaveLength(7);
});
