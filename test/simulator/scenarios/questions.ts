import type { ScenarioInput } from '../../../server/simulator/scenarios/scenario.ts';
import { AGENT, answers, keys, leave, listen, say } from './talk.ts';

const HOURS = 'open Monday to Friday';

/** What callers ask an agent about orders and the business. */
export const QUESTIONS: readonly ScenarioInput[] = [
  {
    name: 'a mark in words before the goodbye',
    voice: 'slt',
    moves: [
      listen(),
      say('What are your opening hours?'),
      answers({}),
      say('No, thank you. Goodbye.'),
      listen(),
      say('Very good.'),
      { do: 'stay', atMostMs: 20_000 },
    ],
    expect: {
      ends: 'agent',
      heard: [['how content are you with this call', 'are you with this call'], 'for calling goodbye'],
      events: [{ kind: 'satisfaction', score: 5 }],
      call: { end: 'goodbye' },
    },
  },
  {
    name: 'a mark by a key before the goodbye',
    voice: 'rms',
    moves: [
      listen(),
      say('What are your opening hours?'),
      answers({}),
      say('No, thank you. Goodbye.'),
      listen(),
      keys('4'),
      { do: 'stay', atMostMs: 20_000 },
    ],
    expect: { ends: 'agent', events: [{ kind: 'satisfaction', score: 4 }], call: { end: 'goodbye' } },
  },
  {
    name: 'no mark, thank you',
    voice: 'awb',
    moves: [
      listen(),
      say('What are your opening hours?'),
      answers({}),
      say('No, thank you. Goodbye.'),
      listen(),
      say('No, thank you.'),
      { do: 'stay', atMostMs: 20_000 },
    ],
    expect: {
      ends: 'agent',
      heard: ['for calling goodbye'],
      noEvents: [{ kind: 'satisfaction' }],
      call: { end: 'goodbye' },
    },
  },
  {
    name: 'the sample number: an order by its number',
    voice: 'slt',
    moves: [
      listen(1_500),
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: [['Thank you for calling', 'Hello'], 'out for delivery', 'anything else'],
      events: [{ kind: 'tool', ok: true }],
    },
  },
  {
    name: 'an order by its number',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('Hello, where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'] },
  },
  {
    name: 'an order whose number is asked for',
    to: AGENT,
    voice: 'awb',
    moves: [
      listen(),
      say('I would like to know the status of my order, please.'),
      answers({
        orderNumber: { say: 'It is two three four five six.' },
        orderNumberOnceMore: { keys: '23456#' },
      }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['on its way'] },
  },
  {
    name: 'digits with a pause inside them',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('I would like to know the status of my order, please.'),
      answers({
        orderNumber: { say: 'One two three [700] four five.' },
        orderNumberOnceMore: { keys: '12345#' },
      }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'], noCutOff: true },
  },
  {
    name: 'an order that was cancelled',
    to: AGENT,
    voice: 'kal',
    moves: [
      listen(),
      say('Where is my order six seven eight nine oh?'),
      answers({ orderNumber: { say: 'Six seven eight nine oh.' }, orderNumberOnceMore: { keys: '67890#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['was cancelled'] },
  },
  {
    name: 'a number that nobody knows, then the right one',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('Where is my order nine nine nine nine nine?'),
      answers({ orderNumberOnceMore: { say: 'It is one two three four five.' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['cannot find order', 'out for delivery'] },
  },
  {
    name: 'a package tracked',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('Can you track my package?'),
      answers({
        orderNumber: { say: 'The order number is four five six seven eight.' },
        orderNumberOnceMore: { keys: '45678#' },
      }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['on its way'] },
  },
  {
    name: 'opening hours',
    to: AGENT,
    voice: 'rms',
    moves: [listen(), say('What are your opening hours?'), answers({}), ...leave],
    expect: { ends: 'agent', heard: [HOURS] },
  },
  {
    name: 'two wishes in one call',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('What are your opening hours?'),
      answers({}),
      say('Where is my order one two three four five?'),
      answers({ orderNumber: { say: 'One two three four five.' }, orderNumberOnceMore: { keys: '12345#' } }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: [HOURS, 'out for delivery'] },
  },
  {
    name: 'a price',
    to: AGENT,
    voice: 'awb',
    moves: [listen(), say('How much does a teeth cleaning cost?'), listen(), ...leave],
    expect: { ends: 'agent', heard: [['teeth cleaning 95 dollars', 'costs 60 dollars']] },
  },
  {
    name: 'an order number with a pause inside it, said at once',
    to: AGENT,
    voice: 'rms',
    moves: [listen(), say('Where is my order one two three [600] four five?'), listen(), ...leave],
    expect: { ends: 'agent', heard: ['out for delivery'], noCutOff: true },
  },
];
