import { expect, test } from 'vitest';
import { matchStatement } from './matchStatement.ts';

const STATEMENT =
  'My name is Vera Voss. I am recording my own voice, and I agree that a synthetic copy of it is made and used here.';

test.each([
  [STATEMENT, 'matched'],
  [
    'my name is vera boss i am recording my own voice and i agree that a synthetic copy of it is made and used here',
    'matched',
  ],
  [
    'my name is Vera Voss I am recording my own voice and I do not agree that a synthetic copy of it is made and used here',
    'not-matched',
  ],
  ['my name is Vera Voss I am recording my own voice', 'not-matched'],
  [
    'here used and made is it of copy synthetic a that agree I and voice own my recording am I',
    'not-matched',
  ],
  ['', 'not-matched'],
  [null, 'not-checked'],
])('%j is %s', (heard, match) => {
  expect(matchStatement(STATEMENT, heard)).toBe(match);
});
