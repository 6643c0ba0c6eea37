import { expect, test } from 'vitest';
import { wordDiff } from './wordDiff.ts';

const long = (word: (sentence: number, position: number) => string) =>
  Array.from({ length: 300 }, (_, sentence) =>
    Array.from({ length: 9 }, (_, position) => word(sentence, position)).join(' '),
  ).join('. ');

test('says which words were added and removed', () => {
  expect(wordDiff('Hello dear caller.', 'Hello caller.')).toEqual([
    { kind: 'same', text: 'Hello ' },
    { kind: 'removed', text: 'dear ' },
    { kind: 'same', text: 'caller.' },
  ]);
  expect(wordDiff('', '')).toEqual([]);
});

test('long texts that differ much are compared by the sentence, and both texts stay whole', () => {
  const from = long((sentence, position) => `w${sentence}x${position}`);
  const to = long((sentence, position) =>
    sentence % 2 === 0 && position > 2 ? `new${sentence}x${position}` : `w${sentence}x${position}`,
  );
  const parts = wordDiff(from, to);
  const textWithout = (kind: string) =>
    parts
      .filter((part) => part.kind !== kind)
      .map((part) => part.text)
      .join('');
  expect(textWithout('added')).toBe(from);
  expect(textWithout('removed')).toBe(to);
  expect(parts.some((part) => part.kind === 'same' && part.text.includes('w1x0 w1x1'))).toBe(true);
});

test('texts with nothing in common are one part each, and soon', () => {
  const from = long((sentence, position) => `a${sentence}x${position}`);
  const to = long((sentence, position) => `b${sentence}x${position}`);
  wordDiff(from, to);
  const startedAt = process.cpuUsage();
  expect(wordDiff(from, to).map((part) => part.kind)).toEqual(['removed', 'added']);
  const { user } = process.cpuUsage(startedAt);
  // About 20 ms; without a bound it is most of a second.
  expect(user / 1000).toBeLessThan(200);
});
