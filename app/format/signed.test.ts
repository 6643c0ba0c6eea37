import { expect, test } from 'vitest';
import { signed } from './signed.ts';

test('a difference says its direction, and what rounds to nothing has none', () => {
  expect(signed(1.43, 's', 2)).toBe('+1.43 s');
  expect(signed(-2, 'LU', 1)).toBe('−2.0 LU');
  expect(signed(-0.04, 'dB', 1)).toBe('±0.0 dB');
});
