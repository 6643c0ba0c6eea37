import { expect, test } from 'vitest';
import { placeSound } from './placeSound.ts';

test('sounds follow each other to the sample; a line that stood still begins anew', () => {
  const first = placeSound(null, { atMs: 60_000, nowS: 5 });
  expect(first.startS).toBeCloseTo(5.25);
  const next = placeSound(first.originS, { atMs: 60_100, nowS: 5.13 });
  expect([next.originS, next.startS]).toEqual([first.originS, expect.closeTo(5.35)]);
  const late = placeSound(first.originS, { atMs: 60_200, nowS: 5.9 });
  expect(late.startS).toBeCloseTo(6.15);
  const after = placeSound(late.originS, { atMs: 60_300, nowS: 5.95 });
  expect(after.startS - late.startS).toBeCloseTo(0.1);
  const ahead = placeSound(after.originS, { atMs: 90_000, nowS: 6 });
  expect(ahead.startS).toBeCloseTo(6.25);
});
