import { expect, test } from 'vitest';
import { ruleGrammar } from '../../providers/builtin/soundswallower/grammar.ts';
import { wordGraphOf } from '../../providers/builtin/soundswallower/graph/wordGraph.ts';
import { ASKED } from '../understanding/asked.ts';
import { examplesOf } from './examples.ts';
import { expectedSpeech } from './grammar.ts';

const BUSINESS = {
  services: ['Check-up', 'Teeth cleaning'],
  questions: ['Where are you? What is your address?', 'Do you treat children?'],
};

/** Whether the recogniser follows a sentence from its first word to its last. */
function isFollowed(sentence: string, rules: Readonly<Record<string, string>>): boolean {
  const { start, steps, ends } = wordGraphOf(ruleGrammar(rules, 'en', true).jsgf);
  let states = new Set([start]);
  for (const word of sentence
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}']+/gu) ?? [])
    states = new Set(
      [...states].flatMap((state) => steps[state]!.filter((step) => step.word === word).map(({ to }) => to)),
    );
  return [...states].some((state) => ends[state]! > Number.NEGATIVE_INFINITY);
}

test.each(ASKED)('what people are told that they can say is understood then: %s', (asked) => {
  for (const business of [BUSINESS, { services: [] }]) {
    const examples = examplesOf({ asked, ...business });
    expect(examples.length).toBeGreaterThan(0);
    const rules = expectedSpeech({ asked, ...business });
    expect(examples.filter((sentence) => !isFollowed(sentence, rules))).toEqual([]);
  }
  expect(isFollowed('Sing me a song', expectedSpeech({ asked, ...BUSINESS }))).toBe(false);
});

test('a business shows a question of its own that is easily said', () => {
  expect(examplesOf({ asked: 'anything', ...BUSINESS })).toContain('Do you treat children?');
  expect(examplesOf({ asked: 'service', ...BUSINESS })).toEqual(['Check-up', 'Teeth cleaning']);
});
