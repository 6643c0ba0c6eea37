import { ASKED } from '../../../server/simulator/callers/generated/asked.ts';
import type { ScenarioInput } from '../../../server/simulator/scenarios/scenario.ts';
import { answers, hangUp, keys, leave, listen, say } from './talk.ts';

const MENU = { to: '+15005550101' };
const COLLECT = { to: '+15005550102' };
const OPEN = 'open Monday to Friday';
const EMAIL = { to: '+15005550109' };
const stay = { do: 'stay', atMostMs: 25_000 } as const;

export const MENUS: readonly ScenarioInput[] = [
  {
    name: 'a menu by key',
    ...MENU,
    voice: 'slt',
    moves: [listen(), keys('2'), stay],
    expect: {
      ends: 'agent',
      heard: [
        'This call may be recorded',
        'press one or say orders',
        OPEN,
        ['Thank you for calling', 'for calling goodbye'],
      ],
      call: { end: 'goodbye' },
    },
  },
  {
    name: 'a menu by words',
    ...MENU,
    voice: 'rms',
    moves: [listen(), say('Opening hours, please.'), stay],
    expect: { ends: 'agent', heard: [OPEN], call: { end: 'goodbye' } },
  },
  {
    name: 'a key into the menu',
    ...MENU,
    voice: 'awb',
    moves: [{ do: 'interrupt', afterMs: 4_500 }, keys('2'), stay],
    expect: { ends: 'agent', heard: [OPEN], notHeard: ['To leave a message press three'] },
  },
  {
    name: 'a key that leads nowhere, then another',
    ...MENU,
    voice: 'kal',
    moves: [listen(), keys('9'), listen(), keys('2'), stay],
    expect: {
      ends: 'agent',
      heard: ['that key leads nowhere', OPEN],
      events: [
        { kind: 'key', digit: '9' },
        { kind: 'key', digit: '2' },
      ],
    },
  },
  {
    name: 'words that are no choice, then a key',
    ...MENU,
    voice: 'slt',
    moves: [listen(), say('My dog ate the newspaper again.'), listen(), keys('2'), stay],
    expect: { ends: 'agent', heard: [['I did not understand that', 'did not understand'], OPEN] },
  },
  {
    name: 'silence at a menu, then a key',
    ...MENU,
    voice: 'rms',
    moves: [listen(), { do: 'wait', ms: 9_000 }, listen(), keys('2'), stay],
    expect: { ends: 'agent', heard: [OPEN], events: [{ kind: 'reprompt', why: 'silence' }] },
  },
  {
    name: 'from a menu to an agent by words',
    ...MENU,
    voice: 'slt',
    moves: [
      listen(),
      say('Orders.'),
      listen(),
      say('Where is my order one two three four five?'),
      answers({
        orderNumber: { say: 'One two three four five.' },
        orderNumberOnceMore: { keys: '12345#' },
      }),
      ...leave,
    ],
    expect: { ends: 'agent', heard: ['out for delivery'] },
  },
  {
    name: 'an account number by keys, confirmed by a key',
    ...COLLECT,
    voice: 'awb',
    moves: [listen(), keys('427913'), listen(), keys('1'), stay],
    expect: {
      ends: 'agent',
      heard: ['everything is in order'],
      events: [{ kind: 'collected', name: 'account', confirmed: true }],
    },
  },
  {
    name: 'a long number with a pause inside it',
    ...COLLECT,
    voice: 'slt',
    moves: [listen(), say('Four two seven [800] nine one three.'), listen(), say('Yes.'), stay],
    expect: {
      ends: 'agent',
      heard: ['everything is in order'],
      noCutOff: true,
      events: [{ kind: 'collected', name: 'account', confirmed: true }],
    },
  },
  {
    name: 'a number that was wrong and is said again',
    ...COLLECT,
    voice: 'rms',
    moves: [
      listen(),
      say('Four two seven nine one two.'),
      listen(),
      say('No.'),
      listen(),
      say('Four two seven nine one three.'),
      listen(),
      say('Yes.'),
      stay,
    ],
    expect: {
      ends: 'agent',
      heard: ['everything is in order'],
      events: [{ kind: 'collected', name: 'account', confirmed: true }],
    },
  },
  {
    name: 'a number by keys, confirmed by words',
    ...COLLECT,
    voice: 'kal',
    moves: [listen(), keys('118204'), listen(), say('Yes.'), stay],
    expect: { ends: 'agent', heard: ['everything is in order'] },
  },
  {
    name: 'an e-mail address of a person',
    ...EMAIL,
    voice: 'slt',
    moves: [listen(), say('John dot Miller at example dot com.'), listen(), say('Yes.'), stay],
    expect: {
      ends: 'agent',
      heard: ['john dot miller at example dot com', 'write to you today'],
      events: [{ kind: 'collected', name: 'email', confirmed: true }],
    },
  },
  {
    name: 'an e-mail address of an office',
    ...EMAIL,
    voice: 'rms',
    moves: [listen(), say('It is office at green dash garden dot com.'), listen(), say('Yes.'), stay],
    expect: {
      ends: 'agent',
      heard: ['office at green dash garden dot com', 'write to you today'],
      events: [{ kind: 'collected', name: 'email', confirmed: true }],
    },
  },
  {
    name: 'an e-mail address with figures',
    ...EMAIL,
    voice: 'awb',
    moves: [listen(), say('Nora seven seven at outlook dot com.'), listen(), say('Yes, please.'), stay],
    expect: {
      ends: 'agent',
      heard: ['at outlook dot com', 'write to you today'],
      events: [{ kind: 'collected', name: 'email', confirmed: true }],
    },
  },
  {
    name: 'an e-mail address that is spelled after it was not understood',
    ...EMAIL,
    voice: 'slt',
    moves: [
      listen(),
      say('My cat walked over the keyboard again.'),
      listen(),
      say('K as in kilo, o as in oscar, w as in whiskey, a as in alpha, l as in lima, at g mail dot com.'),
      listen(),
      say('Yes.'),
      stay,
    ],
    expect: {
      ends: 'agent',
      heard: [['Please spell it', 'spell it like this'], 'write to you today'],
      events: [{ kind: 'collected', name: 'email', confirmed: true }],
    },
  },
  {
    name: 'a message left',
    to: '+15005550103',
    voice: 'slt',
    moves: [
      listen(1_500),
      say('Hello, this is Maria. Please call me back about my order. Thank you.'),
      { do: 'wait', ms: 1_500 },
      hangUp,
    ],
    // Who hangs up behind a message has left it.
    expect: {
      heard: ['leave a message after the tone'],
      call: { end: '/voicemail|caller-hung-up/', recordedMs: '/^\\d{4,}$/' },
    },
  },
  {
    name: 'a message that ends by a key',
    to: '+15005550103',
    voice: 'rms',
    moves: [
      listen(1_500),
      say('Please send me your price list. My name is Tom.'),
      keys('#'),
      { do: 'stay', atMostMs: 20_000 },
    ],
    expect: {
      ends: 'agent',
      heard: ['after the tone', ['Thank you for calling', 'for calling goodbye']],
      call: { end: 'voicemail' },
    },
  },
  {
    name: 'a person, and nobody takes the call',
    to: '+15005550106',
    voice: 'slt',
    moves: [
      listen(),
      say('Can I speak to a person, please?'),
      {
        do: 'answer',
        answers: [{ to: [...ASKED.person], with: { say: 'Yes, please.' } }],
        until: ['leave a message after the tone', 'Please leave a message after the tone'],
        turns: 6,
      },
      { do: 'wait', ms: 1_000 },
      say('Please call me back tomorrow.'),
      { do: 'wait', ms: 1_500 },
      hangUp,
    ],
    expect: {
      heard: ['hold the line', 'leave a message'],
      events: [
        { kind: 'transfer', state: 'asked' },
        { kind: 'transfer', state: 'nobody' },
      ],
      call: { end: '/voicemail|caller-hung-up/', recordedMs: '/^\\d{4,}$/' },
    },
  },
  {
    name: 'a person at another number',
    to: '+15005550105',
    voice: 'rms',
    moves: [
      listen(),
      say('Can I speak to a person, please?'),
      { do: 'answer', answers: [{ to: [...ASKED.person], with: { say: 'Yes, please.' } }], turns: 3 },
      stay,
    ],
    expect: {
      ends: 'transferred',
      transferredTo: '+15005550199',
      heard: ['connecting you with a colleague'],
      call: { end: 'transferred' },
    },
  },
  {
    name: 'a person at another number, and nobody answers there',
    to: '+15005550108',
    voice: 'slt',
    dialled: { outcome: 'no-answer', afterMs: 5_000 },
    moves: [
      listen(),
      say('Can I speak to a person, please?'),
      {
        do: 'answer',
        answers: [
          { to: [...ASKED.person], with: { say: 'Yes, please.' } },
          { to: 'I am connecting you with a colleague', with: { silence: true } },
        ],
        until: ['leave a message after the tone', 'Please leave a message after the tone'],
        turns: 6,
      },
      { do: 'wait', ms: 1_000 },
      say('Please call me back tomorrow. My name is Maria.'),
      keys('#'),
      { do: 'stay', atMostMs: 20_000 },
    ],
    // The goodbye behind the message says that keys and sound go both ways again.
    expect: {
      ends: 'agent',
      heard: [
        'connecting you with a colleague',
        'leave a message after the tone',
        ['Thank you for calling', 'for calling goodbye'],
      ],
      events: [
        { kind: 'transfer', to: '+15005550198', state: 'asked' },
        { kind: 'transfer', to: '+15005550198', state: 'nobody' },
      ],
      noEvents: [{ kind: 'transfer', state: 'failed' }],
      call: { end: 'voicemail', recordedMs: '/^\\d{4,}$/' },
    },
  },
];
