import { expect, test } from 'vitest';
import { seededRandom } from '../simulator/seededRandom.ts';
import { addCounts, histogramOf, percentileOf } from './histogram.ts';

test('percentiles of what two processes saw, put together, are within 2 % of those of all their values', () => {
  const random = seededRandom(7);
  const between = (least: number, factor: number, count: number) =>
    Array.from({ length: count }, () => least * factor ** (random.number(1_000) / 1_000));
  const quick = between(2, 20, 200);
  const slow = between(800, 60, 73);
  const together = addCounts([histogramOf(quick), histogramOf(slow)]);
  const all = [...quick, ...slow].sort((a, b) => a - b);
  for (const share of [0, 0.1, 0.5, 0.7, 0.74, 0.95, 0.99, 1]) {
    const exact = all[Math.min(all.length - 1, Math.floor(all.length * share))]!;
    expect(Math.abs(percentileOf(together, share)! / exact - 1), `${share}`).toBeLessThanOrEqual(0.0201);
  }
  expect(percentileOf({}, 0.5)).toBeNull();
  expect(percentileOf(histogramOf([0]), 0.5)).toBeLessThan(0.2);
});
