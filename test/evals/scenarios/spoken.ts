import type { BookedTime, Scenario } from '../running/scenario.ts';

const MARIAS: BookedTime = {
  service: 'check-up',
  at: '2026-03-05 10:00',
  name: 'Maria Lopez',
  phone: '07700 900111',
};
const maria = {
  name: 'Maria Lopez.',
  phone: 'Oh seven seven oh oh, nine oh oh, one one one.',
  service: 'The check-up.',
};

/** Conversations for the telephone: everything as it is spoken, numbers too. */
export const SPOKEN: readonly Scenario[] = [
  {
    name: 'an order by its number',
    caller: { opens: 'Hello, where is my order one two three four five?' },
    end: { ordersFound: ['12345'], heard: [/deliver/i] },
  },
  {
    name: 'an order whose number is asked for',
    caller: {
      opens: 'I would like to know the status of my order, please.',
      answers: { 'order-number': 'It’s two oh four one eight.' },
    },
    end: { ordersFound: ['20418'], heard: [/process/i] },
  },
  {
    name: 'a booking step by step',
    caller: {
      opens: 'I would like to make an appointment.',
      answers: {
        service: 'A cleaning, please.',
        date: 'Tomorrow.',
        time: 'At half past ten.',
        name: 'My name is Tom Baker.',
        phone: 'Oh seven seven oh oh, nine oh oh, four five six.',
      },
    },
    end: {
      booked: [{ service: 'cleaning', at: '2026-03-05 10:30', name: 'Tom Baker', phone: '07700900456' }],
    },
  },
  {
    name: 'a booking said at once, with the day corrected',
    caller: {
      opens: 'Can I book a filling on Thursday at eleven?',
      answers: {
        name: 'It’s Grace Miller.',
        phone: 'Oh two oh, seven nine four six, oh oh one eight.',
        'yes-no': ['No, Friday.', 'Yes, that’s right.'],
      },
    },
    end: { booked: [{ service: 'filling', at: '2026-03-06 11:00', name: 'Grace Miller' }] },
  },
  {
    name: 'an appointment moved',
    world: { appointments: [MARIAS] },
    caller: {
      opens: 'I need to move my appointment to Monday at eleven.',
      answers: { ...maria, date: 'On Monday.', time: 'At eleven.', 'yes-no': 'Yes, please.' },
    },
    end: { gone: [MARIAS], booked: [{ ...MARIAS, at: '2026-03-09 11:00' }] },
  },
  {
    name: 'an appointment cancelled',
    world: { appointments: [MARIAS] },
    caller: { opens: 'I have to cancel my appointment.', answers: { ...maria, 'yes-no': 'Yes, please.' } },
    end: { gone: [MARIAS] },
  },
  {
    name: 'opening hours',
    caller: { opens: 'What are your opening hours?' },
    end: { heard: [/\b9\b|nine/i, /\b6\b|six|18/i] },
  },
  {
    name: 'a person',
    caller: { opens: 'Can I speak to a person, please?' },
    end: { transferred: true },
  },
];

/** Nothing of this is said to a dentist or a shop: none of it is to be taken for anything. */
export const OUTSIDE_SPEECH: readonly string[] = [
  'The weather was dreadful all of last winter.',
  'My dog ate the newspaper again.',
  'Turn the lights off in the kitchen.',
  'Who won the football match last night?',
  'She said that they would never come back.',
  'Banana bread needs more sugar than that.',
  'Could you play some music from the eighties?',
  'The stock market fell by a third.',
  'How tall is the tower in Paris?',
  'Put the washing machine on before you leave.',
];
