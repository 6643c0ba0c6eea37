import { expect, test } from 'vitest';
import type { Asked } from './asked.ts';
import { readSlots } from './slots.ts';

const HERE = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'Europe/London' };

test.each<[string, Asked, object]>([
  [
    'tomorrow at ten thirty',
    'anything',
    { when: { day: { from: '2026-03-05', to: '2026-03-05' }, at: '10:30' } },
  ],
  [
    'my number is five five five one two three four five six seven',
    'time',
    { phone: '5551234567', when: {} },
  ],
  ['12345', 'anything', { orderNumber: '12345', when: {} }],
  ['12345', 'date', { when: {} }],
  ['700001', 'name', { confirmationCode: '700001', when: {} }],
  [
    'Ann Lee, on Friday',
    'name',
    { name: 'Ann Lee', when: { day: { from: '2026-03-06', to: '2026-03-06' } } },
  ],
  [
    'Friday at three, my phone number is 020 7946 0018',
    'date',
    { phone: '02079460018', when: { day: { from: '2026-03-06', to: '2026-03-06' }, at: '15:00' } },
  ],
  ['where is order 20418', 'yes-no', { orderNumber: '20418', when: {} }],
])('%s, asked for %s', (text, asked, slots) => {
  expect(readSlots(text, { ...HERE, asked })).toEqual(slots);
});
