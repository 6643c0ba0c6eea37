import { expect, test } from 'vitest';
import type { Business } from './business.ts';
import { generateCall } from './generate.ts';

/** A Monday. */
const BUSINESS: Business = {
  today: '2026-11-23',
  orders: [
    { number: '12345', status: 'out-for-delivery' },
    { number: 'A-1', status: 'delivered' },
  ],
  services: [{ name: 'Filling', durationMinutes: 60, calendar: 'Dr. Rivera' }],
  appointments: [
    {
      id: 'one',
      serviceName: 'Filling',
      calendar: 'Dr. Rivera',
      name: 'Tom Becker',
      phone: '+1 202 555 0165',
      local: '2026-11-25T09:00',
      confirmationCode: '700001',
      state: 'booked',
    },
  ],
  week: [{ weekday: 'wednesday', opens: '09:00', closes: '12:00' }],
  exceptions: [{ day: '2026-12-02' }],
  faq: [
    { question: 'Is there parking? Can I get there by bus?', answer: 'You can park behind the building.' },
  ],
};
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const TO = '+15005550107';

test('a seed draws the same caller again, and another one draws another', () => {
  for (const seed of SEEDS.slice(0, 20))
    expect(generateCall(seed, BUSINESS, TO)).toEqual(generateCall(seed, BUSINESS, TO));
  const openings = SEEDS.map((seed) => JSON.stringify(generateCall(seed, BUSINESS, TO).moves));
  expect(new Set(openings).size).toBeGreaterThan(150);
});

test('callers want what there is: free times within opening hours, orders with a number that can be said', () => {
  const calls = SEEDS.map((seed) => generateCall(seed, BUSINESS, TO));
  const booked = calls.flatMap(({ expect: { data } }) => data.flatMap(({ where }) => where.local ?? []));
  // One Wednesday alone is open; nine o'clock is taken, and a filling takes an hour.
  expect(new Set(booked)).toEqual(new Set(['2026-11-25T10:00', '2026-11-25T10:30', '2026-11-25T11:00']));
  expect(JSON.stringify(calls)).not.toContain('A-1');
  for (const { name, expect: wanted } of calls)
    if (name.includes('hangs up') && name.includes('books'))
      expect(
        wanted.data.map((entry) => entry.new),
        name,
      ).toEqual([0]);
});

test('nobody calls a business of which nothing can be wanted', () => {
  const nothing = { ...BUSINESS, orders: [], services: [], appointments: [], week: [], faq: [] };
  expect(() => generateCall(1, nothing, TO)).toThrow('nothing that could be asked for');
});
