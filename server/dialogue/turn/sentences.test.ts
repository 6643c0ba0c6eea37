import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SentenceSplitter } from './sentences.ts';

/** The sentences of a text that comes in pieces of `size` characters. */
function split(text: string, size = 1, language = 'en-US'): string[] {
  const splitter = new SentenceSplitter(language);
  const sentences: string[] = [];
  for (let at = 0; at < text.length; at += size) sentences.push(...splitter.add(text.slice(at, at + size)));
  return [...sentences, ...splitter.end()];
}

test.each([
  ['Hello there! How are you? Fine.', ['Hello there! ', 'How are you? ', 'Fine.']],
  [
    'Dr. Smith will see you at 3 p.m. on Friday. Please come early.',
    ['Dr. Smith will see you at 3 p.m. on Friday. ', 'Please come early.'],
  ],
  [
    'That is $3.50 or 1,299.00 in all. Write to help@example.com. Thanks!',
    ['That is $3.50 or 1,299.00 in all. ', 'Write to help@example.com. ', 'Thanks!'],
  ],
  ['1. Open it. 2. Close it.', ['1. Open it. ', '2. Close it.']],
  ['No border', ['No border']],
  ['', []],
])('%s', (text, sentences) => {
  for (const size of [1, 3, 1000]) expect(split(text, size)).toEqual(sentences);
});

test('a sentence is given as soon as the next one begins, not later', () => {
  const splitter = new SentenceSplitter('en-US');
  expect(splitter.add('Your order is out for delivery.')).toEqual([]);
  expect(splitter.add(' ')).toEqual([]);
  expect(splitter.add('I')).toEqual(['Your order is out for delivery. ']);
});

test('a sentence without an end is given in parts, at its pauses', () => {
  const text = `${'and so on, '.repeat(60)}until the end.`;
  const parts = split(text, 7);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(280);
  for (const part of parts.slice(0, -1)) expect(part).toMatch(/, $/);
});

test('whatever comes, in whatever pieces: joined, the sentences are the text', () => {
  const words = fc.constantFrom('Yes', 'no', '.', '! ', '? ', ' ', '3.5', 'e.g. ', '\n', '"', '…', 'ß', '🙂');
  fc.assert(
    fc.property(fc.array(fc.array(words, { maxLength: 8 }), { maxLength: 12 }), (pieces) => {
      const splitter = new SentenceSplitter('en');
      const given = pieces.flatMap((piece) => splitter.add(piece.join('')));
      expect([...given, ...splitter.end()].join('')).toBe(pieces.flat().join(''));
    }),
  );
});
