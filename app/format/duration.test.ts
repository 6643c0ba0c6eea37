import { expect, test } from 'vitest';
import { formatDuration, spokenDuration } from './duration.ts';

test.each([
  [0, '0:00.0'],
  [7_420, '0:07.4'],
  [59_960, '1:00.0'],
  [723_000, '12:03.0'],
  [3_723_000, '1:02:03.0'],
  [-5, '0:00.0'],
])('%i ms reads %s', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});

test('a duration is spoken in minutes and seconds', () => {
  expect(spokenDuration(67_400)).toBe('1 minute 7.4 seconds');
  expect(spokenDuration(900)).toBe('0.9 seconds');
});
