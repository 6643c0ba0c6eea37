import type { Flow, Line, Step } from '../../shared/calls/flow.ts';

const line = (text: string): Line => ({ kind: 'text', text });
const LINES: Flow['lines'] = {
  announcement: line('This call may be recorded, and an AI assistant speaks with you.'),
  hold: line('One moment, please.'),
  trouble: line('I am sorry, something does not work here. Please call again later.'),
  silence: line('Are you still there?'),
  busy: line('All lines are busy. Please call again later.'),
};
const bye: Record<string, Step> = {
  bye: { kind: 'goodbye', title: 'Goodbye', line: line('Thank you for calling. Goodbye.') },
};
const flow = (start: string, steps: Record<string, Step>): Flow => ({
  language: 'en-US',
  start,
  steps,
  lines: LINES,
  record: true,
});
const agent = (transfer: string | null): Step => ({
  kind: 'personality',
  title: 'Agent',
  personalityId: null,
  greeting: line('Hello, how can I help you?'),
  transfer,
  next: null,
});
const OPEN = 'Our practice is open Monday to Friday from nine in the morning to six in the evening.';
const message: Step = {
  kind: 'voicemail',
  title: 'Message',
  line: line('Nobody is there at the moment. Please leave a message after the tone.'),
  maxSeconds: 30,
  next: 'bye',
};

/** Numbers of the scenarios beside the sample’s own (+15005550100), and what happens to who calls them. */
export const NUMBERS: Readonly<Record<string, { name: string; flow: Flow }>> = {
  '+15005550101': {
    name: 'Menu',
    flow: flow('menu', {
      ...bye,
      menu: {
        kind: 'menu',
        title: 'Menu',
        line: line(
          'For orders, press one or say orders. For opening hours, press two or say opening hours. To leave a message, press three.',
        ),
        choices: [
          { digit: '1', phrases: ['orders', 'my order'], next: 'agent' },
          { digit: '2', phrases: ['opening hours', 'the opening hours'], next: 'open' },
          { digit: '3', phrases: ['leave a message', 'a message'], next: 'message' },
        ],
        tries: 3,
        otherwise: 'bye',
      },
      agent: agent(null),
      open: { kind: 'say', title: 'Hours', line: line(OPEN), next: 'bye' },
      message,
    }),
  },
  '+15005550102': {
    name: 'Account',
    flow: flow('account', {
      ...bye,
      account: {
        kind: 'collect',
        title: 'Account',
        line: line('Please tell me or enter your account number of six digits.'),
        what: 'digits',
        into: 'account',
        minDigits: 6,
        maxDigits: 6,
        secret: false,
        confirm: true,
        tries: 3,
        next: 'thanks',
        otherwise: 'bye',
      },
      thanks: {
        kind: 'say',
        title: 'Thanks',
        line: line('Your account was found, and everything is in order.'),
        next: 'bye',
      },
    }),
  },
  '+15005550109': {
    name: 'E-mail',
    flow: flow('email', {
      ...bye,
      email: {
        kind: 'collect',
        title: 'E-mail',
        line: line('What is your e-mail address?'),
        what: 'email',
        into: 'email',
        secret: false,
        confirm: true,
        tries: 3,
        next: 'thanks',
        otherwise: 'bye',
      },
      thanks: { kind: 'say', title: 'Thanks', line: line('We will write to you today.'), next: 'bye' },
    }),
  },
  '+15005550103': { name: 'Message', flow: flow('message', { ...bye, message }) },
  '+15005550104': {
    name: 'Hours',
    flow: flow('hours', {
      ...bye,
      hours: { kind: 'hours', title: 'Hours', open: 'open', closed: 'closed' },
      open: { kind: 'say', title: 'Open', line: line('You reach us during our opening hours.'), next: 'bye' },
      closed: {
        kind: 'say',
        title: 'Closed',
        line: line('Our office is closed at the moment.'),
        next: 'bye',
      },
    }),
  },
  '+15005550105': {
    name: 'Handed on',
    flow: flow('agent', {
      ...bye,
      agent: agent('colleague'),
      colleague: {
        kind: 'transfer',
        title: 'Colleague',
        line: line('I am connecting you with a colleague.'),
        to: '+15005550199',
        warm: false,
        waitSeconds: 20,
        otherwise: 'bye',
      },
    }),
  },
  '+15005550106': {
    name: 'Nobody there',
    flow: flow('agent', {
      ...bye,
      agent: agent('people'),
      people: {
        kind: 'transfer',
        title: 'People',
        line: line('Please hold the line for a colleague.'),
        to: 'people',
        warm: false,
        waitSeconds: 6,
        otherwise: 'message',
      },
      message,
    }),
  },
  '+15005550107': { name: 'Agent', flow: flow('agent', { agent: agent(null) }) },
  '+15005550108': {
    name: 'Nobody answers',
    flow: flow('agent', {
      ...bye,
      agent: agent('colleague'),
      colleague: {
        kind: 'transfer',
        title: 'Colleague',
        line: line('I am connecting you with a colleague.'),
        to: '+15005550198',
        warm: false,
        waitSeconds: 20,
        otherwise: 'message',
      },
      message,
    }),
  },
};
