import type { WorldChanges } from './scenario.ts';

export const TIME_ZONE = 'Europe/London';

/** Wednesday. */
export const USUAL_NOW = '2026-03-04 10:00';

/** A dentist's practice with a small shop that delivers: open Monday to Friday from 9 to 6. */
export const SERVICES = [
  { name: 'Check-up', durationMinutes: 30, calendar: 'Dr. Reed' },
  { name: 'Filling', durationMinutes: 60, calendar: 'Dr. Reed' },
  { name: 'Cleaning', durationMinutes: 45, calendar: 'Hygienist' },
  { name: 'Whitening', durationMinutes: 60, calendar: 'Hygienist' },
] as const;

export const OPENING = { weekdays: [1, 2, 3, 4, 5], opensMinute: 9 * 60, closesMinute: 18 * 60 } as const;

export const ORDERS: NonNullable<WorldChanges['orders']> = [
  {
    number: '12345',
    items: [{ name: 'Sonic toothbrush', quantity: 1 }],
    status: 'out-for-delivery',
    eta: '2026-03-04',
    carrier: 'Swift Parcel',
    trackingNumber: 'SP000012345GB',
  },
  {
    number: '20418',
    items: [{ name: 'Dental floss, mint', quantity: 6 }],
    status: 'processing',
    eta: '2026-03-10',
  },
  {
    number: '30177',
    items: [{ name: 'Water flosser', quantity: 1 }],
    status: 'in-transit',
    eta: '2026-03-06',
    carrier: 'Royal Mail',
    trackingNumber: 'RM482915637GB',
  },
  {
    number: '44190',
    items: [{ name: 'Travel case', quantity: 1 }],
    status: 'delivered',
    eta: '2026-03-02',
    carrier: 'Swift Parcel',
    trackingNumber: 'SP000044190GB',
  },
];

export const PRODUCTS = [
  {
    name: 'Sonic electric toothbrush',
    description: 'Rechargeable, three modes, two brush heads, two years’ guarantee.',
    priceUsd: 79.9,
    stock: 14,
  },
  { name: 'Water flosser', description: 'Cordless, for braces and implants.', priceUsd: 59, stock: 5 },
  { name: 'Whitening strips', description: 'Fourteen treatments for home.', priceUsd: 34.5, stock: 0 },
  { name: 'Dental floss, mint', description: 'Waxed, 50 metres.', priceUsd: 3.2, stock: 210 },
] as const;

export const FAQ: NonNullable<WorldChanges['faq']> = [
  {
    question: 'Is there parking? Where can I leave my car?',
    answer: 'There are twelve free parking spaces behind the building.',
  },
  {
    question: 'Can I return or send back what I bought? What is your return policy?',
    answer: 'You can return unused goods within 30 days for a full refund.',
  },
  {
    question: 'How much does a check-up cost?',
    answer: 'A check-up costs 45 pounds, X-rays included.',
  },
  {
    question: 'Which insurance do you accept?',
    answer: 'We accept most private dental insurance and take part in no public scheme.',
  },
  {
    question: 'How can I pay?',
    answer: 'By card, in cash, or in three instalments above 300 pounds.',
  },
  {
    question: 'How much is delivery and how long does it take?',
    answer: 'Delivery costs 4 pounds and takes two to four working days.',
  },
];
