import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, forecastMonth, nextMonth, unusualDays } from './days.ts';

const NOON = new Date('2026-11-21T12:00:00Z');
const amounts = fc.array(
  fc.record({ ago: fc.integer({ min: 0, max: 60 }), amount: fc.integer({ min: 0, max: 1_000_000 }) }),
);

test('a forecast is at least what is used, grows with it, and is exact for even use', () => {
  const of = (used: { ago: number; amount: number }[], now = NOON) =>
    forecastMonth(
      used.map(({ ago, amount }) => ({ day: addDays(dayOf(now), -ago), amount })),
      now,
    );
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 9 }), (used, times) => {
      const { soFar, forecast } = of(used);
      expect(soFar).toBe(used.filter(({ ago }) => ago <= 20).reduce((sum, { amount }) => sum + amount, 0));
      expect(forecast).toBeGreaterThanOrEqual(soFar);
      const more = of(used.map(({ ago, amount }) => ({ ago, amount: amount * times })));
      expect(more.forecast).toBeCloseTo(forecast * times, 3);
    }),
  );
  expect(of([])).toEqual({ soFar: 0, forecast: 0 });
  // 100 a day, until midnight of the 20th.
  const even = Array.from({ length: 40 }, (_, n) => ({ ago: n + 1, amount: 100 }));
  const { forecast } = of(even, new Date('2026-11-21T00:00:00Z'));
  expect(forecast).toBeCloseTo(3000, 6);
  expect(nextMonth('2026-12-31')).toBe('2027-01-01');
});

test('a day is unusual with more than five times the median of two weeks, above a floor, once there is a habit', () => {
  const habit = (count: number, characters: number) =>
    Array.from({ length: count }, (_, n) => ({ day: addDays('2026-11-21', -1 - n), characters }));
  const today = (characters: number) => ({ day: '2026-11-21', characters });
  expect(unusualDays([...habit(14, 4000), today(20_001)])).toEqual([
    { day: '2026-11-21', characters: 20_001, usualCharacters: 4000 },
  ]);
  expect(unusualDays([...habit(14, 4000), today(20_000)])).toEqual([]);
  expect(unusualDays([...habit(14, 100), today(10_000)])).toEqual([]);
  expect(unusualDays([...habit(2, 100), today(90_000)])).toEqual([]);
  expect(unusualDays([today(90_000)])).toEqual([]);
});
