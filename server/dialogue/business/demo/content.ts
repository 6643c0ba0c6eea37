import type {
  CustomerInput,
  FaqInput,
  OrderInput,
  ProductInput,
} from '../../../../shared/api/business/records.ts';

/** Numbers and addresses here are set aside for examples: they reach nobody. */
export const DEMO_CUSTOMERS: CustomerInput[] = [
  { name: 'Maria Garcia', phone: '+1 202 555 0143', email: 'maria.garcia@example.com', note: '' },
  { name: 'James Miller', phone: '+1 202 555 0178', email: 'james.miller@example.com', note: '' },
  { name: 'Aisha Khan', phone: '+1 202 555 0112', email: 'aisha.khan@example.com', note: 'Prefers e-mail' },
  { name: 'Tom Becker', phone: '+1 202 555 0165', email: 'tom.becker@example.com', note: '' },
  { name: 'Chloe Martin', phone: '+1 202 555 0190', email: 'chloe.martin@example.com', note: '' },
];

export type DemoOrder = Omit<OrderInput, 'customerId' | 'eta'> & {
  customer: string;
  /** Counted from the day that somebody asks. */
  etaInDays: number | null;
};

export const DEMO_ORDERS: DemoOrder[] = [
  {
    number: '12345',
    customer: 'Maria Garcia',
    items: [{ name: 'Wireless headphones', quantity: 1 }],
    status: 'out-for-delivery',
    etaInDays: 0,
    carrier: 'UPS',
    trackingNumber: '1Z999AA10123456784',
  },
  {
    number: '23456',
    customer: 'James Miller',
    items: [
      { name: 'Electric toothbrush', quantity: 1 },
      { name: 'Brush heads, pack of 4', quantity: 2 },
    ],
    status: 'in-transit',
    etaInDays: 1,
    carrier: 'FedEx',
    trackingNumber: '778812345678',
  },
  {
    number: '34567',
    customer: 'Aisha Khan',
    items: [{ name: 'Desk lamp', quantity: 2 }],
    status: 'processing',
    etaInDays: 5,
    carrier: null,
    trackingNumber: null,
  },
  {
    number: '45678',
    customer: 'Tom Becker',
    items: [{ name: 'Bluetooth speaker', quantity: 1 }],
    status: 'shipped',
    etaInDays: 3,
    carrier: 'DHL',
    trackingNumber: '4412345678',
  },
  {
    number: '56789',
    customer: 'Chloe Martin',
    items: [{ name: 'Travel mug', quantity: 1 }],
    status: 'delivered',
    etaInDays: -2,
    carrier: 'UPS',
    trackingNumber: '1Z999AA10198765432',
  },
  {
    number: '67890',
    customer: 'James Miller',
    items: [{ name: 'Yoga mat', quantity: 1 }],
    status: 'cancelled',
    etaInDays: null,
    carrier: null,
    trackingNumber: null,
  },
];

const product = (name: string, priceUsd: number, stock: number, description: string): ProductInput => ({
  name,
  priceUsd,
  stock,
  description,
  language: 'en-US',
});

export const DEMO_PRODUCTS: ProductInput[] = [
  product(
    'Wireless headphones',
    89,
    24,
    'Over-ear headphones with noise cancelling and 30 hours of battery.',
  ),
  product('Wireless earbuds', 49, 60, 'Small in-ear headphones with a charging case.'),
  product('Bluetooth speaker', 59, 18, 'Waterproof speaker for outdoors, 12 hours of battery.'),
  product('Electric toothbrush', 79, 35, 'Three brushing modes, pressure sensor and a two-minute timer.'),
  product('Brush heads, pack of 4', 19.5, 120, 'Replacement heads for the electric toothbrush.'),
  product('Water flosser', 45, 0, 'Cordless flosser with three nozzles.'),
  product('Whitening toothpaste', 6.9, 200, 'Gentle whitening with fluoride.'),
  product('Desk lamp', 39, 15, 'Dimmable LED lamp with a USB charging port.'),
  product('Travel mug', 24, 48, 'Keeps coffee hot for six hours.'),
  product('Yoga mat', 32, 9, 'Non-slip mat, 6 mm thick, with a carrying strap.'),
];

const faq = (question: string, answer: string): FaqInput => ({ question, answer, language: 'en-US' });

export const DEMO_FAQ: FaqInput[] = [
  faq(
    'What is your return policy? How can I get a refund?',
    'You can return anything within 30 days of delivery for a full refund. The return label is in the box.',
  ),
  faq(
    'How long does shipping take, and how much is delivery?',
    'Standard shipping takes three to five days and is free from 50 dollars. Express delivery takes one day and costs 12 dollars.',
  ),
  faq(
    'Do you ship internationally, to other countries?',
    'We ship to the United States, Canada and the European Union.',
  ),
  faq(
    'Which payment methods do you accept? Can I pay by card, PayPal or cash?',
    'We accept all major credit cards, PayPal and bank transfer. At the practice you can also pay in cash.',
  ),
  faq(
    'Where are you located? What is your address?',
    'You find us at 12 Market Street, on the second floor, next to the library.',
  ),
  faq(
    'Is there parking, and can I get there by bus?',
    'You can park for free behind the building. Bus lines 4 and 11 stop in front of the door.',
  ),
  faq(
    'Which dental insurance plans do you take?',
    'We work with all major dental insurance plans. Please bring your insurance card to the appointment.',
  ),
  faq(
    'How much does a teeth cleaning or a check-up cost?',
    'A check-up costs 60 dollars and a teeth cleaning 95 dollars, if your insurance does not pay for it.',
  ),
  faq(
    'Can I cancel or change my appointment? Is there a cancellation fee?',
    'You can cancel or move an appointment free of charge until it begins; please tell us a day ahead if you can.',
  ),
  faq(
    'What should I bring to my first appointment?',
    'Please bring an identity card, your insurance card and a list of the medicines you take.',
  ),
  faq(
    'What should I do in a dental emergency, with strong toothache or pain?',
    'Call us as soon as we open and say that it is an emergency: we keep time free every day. At night, go to the nearest emergency room.',
  ),
  faq(
    'Do products have a warranty or guarantee?',
    'Electric products have a warranty of two years from the day you bought them.',
  ),
  faq(
    'Do you treat children?',
    'Yes, we treat children from the age of three, and the first visit is free for them.',
  ),
  faq(
    'Is the building wheelchair accessible? Is there a lift or elevator?',
    'Yes. There is a lift, and all rooms are accessible by wheelchair.',
  ),
];

export const DEMO_CALENDAR = 'Dr. Rivera';
export const DEMO_SERVICES = [
  { name: 'Dentist appointment', durationMinutes: 30 },
  { name: 'Teeth cleaning', durationMinutes: 45 },
  { name: 'Filling', durationMinutes: 60 },
];

/** Monday to Friday, nine to six. */
export const DEMO_WEEK = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opensMinute: 9 * 60,
  closesMinute: 18 * 60,
}));

/** Booked on each of the next working days; the early afternoon stays free. */
export const DEMO_BOOKINGS = [
  { minute: 9 * 60 + 30, service: 'Dentist appointment', customer: 'Tom Becker' },
  { minute: 11 * 60, service: 'Teeth cleaning', customer: 'Chloe Martin' },
  { minute: 16 * 60, service: 'Filling', customer: 'Aisha Khan' },
];
export const DEMO_BOOKED_DAYS = 5;
