import { expect, test } from 'vitest';
import { matchingGainsDb } from './matchLoudness.ts';

test('louder tracks are turned down to the quietest', () => {
  expect(matchingGainsDb([-16, -19.5, null])).toEqual([-3.5, 0, 0]);
});

test('one track stays as it is', () => {
  expect(matchingGainsDb([-16])).toEqual([0]);
  expect(matchingGainsDb([null])).toEqual([0]);
});
