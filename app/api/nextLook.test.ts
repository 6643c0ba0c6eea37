import { expect, test, vi } from 'vitest';
import { nextLookMs } from './nextLook.ts';

test('it is looked at again when it changes by itself, and at least once a minute', () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') });
  expect(nextLookMs([])).toBe(60_000);
  expect(nextLookMs([null])).toBe(60_000);
  expect(nextLookMs([null, '2026-03-01T12:00:07Z', '2026-03-01T12:00:30Z'])).toBe(7_000);
  expect(nextLookMs(['2026-03-01T13:00:00Z'])).toBe(60_000);
  // What is past here is not yet so on a server whose clock is behind.
  expect(nextLookMs(['2026-03-01T11:59:00Z'])).toBe(2_000);
  expect(nextLookMs([null, '2026-03-01T12:00:30Z'], true)).toBe(2_000);
  vi.useRealTimers();
});
