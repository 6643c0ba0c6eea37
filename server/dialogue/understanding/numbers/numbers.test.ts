import { expect, test } from 'vitest';
import { wordsOf } from '../words.ts';
import { digitSpans } from './digits.ts';
import { writeNumbers } from './writeNumbers.ts';

test.each([
  ['one two three four five', ['12345']],
  ['twelve thousand three hundred forty five', ['12345']],
  ['twelve thousand three hundred and forty-five', ['12345']],
  ['twelve three forty five', ['12345']],
  ['one twenty three forty five', ['12345']],
  ['double four seven oh nine', ['44709']],
  ['triple five', ['555']],
  ['12 345', ['12345']],
  ['12,345', ['12345']],
  ["it's 1-2-3-4-5, thanks", ['12345']],
  ['twenty five hundred', ['2500']],
  ['five five five, dash, one two one two', ['5551212']],
  ['oh, I see', []],
  ['seven thousand and five', ['7005']],
  ['order one two three or four five six', ['123', '456']],
])('%s holds the digits %j', (text, digits) => {
  expect(digitSpans(wordsOf(text)).map((span) => span.digits)).toEqual(digits);
});

test.each([
  ['march ninth at three thirty', 'march 9th at 3 30'],
  ['the twenty first of june', 'the 21st of june'],
  ['in two weeks', 'in 2 weeks'],
  ['thirty first', '31st'],
])('%s is written %s', (text, written) => {
  expect(writeNumbers(wordsOf(text)).join(' ')).toBe(written);
});
