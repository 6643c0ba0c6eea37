import { expect, test } from 'vitest';
import { Flow, type Step } from '../../../shared/calls/flow.ts';
import type { FlowCommand, FlowEvent } from '../contract.ts';
import { type FlowContext, flowMachine } from './flowMachine.ts';
import { SUPPORT_LINE } from './sample/supportLine.ts';

const line = (text: string) => ({ kind: 'text' as const, text });
const lines = {
  announcement: null,
  hold: line('One moment.'),
  trouble: line('Something is wrong here.'),
  silence: line('Are you there?'),
  busy: line('All lines are busy.'),
};
const goodbye = { kind: 'goodbye', title: 'End', line: line('Goodbye.') };
const context: FlowContext = {
  // A Wednesday.
  now: () => new Date('2025-03-05T12:00:00Z'),
  timeZone: 'UTC',
  isOpen: () => true,
};
const say = (text: string): FlowEvent => ({ type: 'said', text, keys: false });
const keys = (text: string): FlowEvent => ({ type: 'said', text, keys: true });

function started(start: string, steps: Record<string, unknown>, more: Partial<FlowContext> = {}) {
  const machine = flowMachine(Flow.parse({ start, steps, lines }), { ...context, ...more });
  return { machine, first: machine.on({ type: 'begin' }) };
}

/** What is heard and wanted, in a word each. */
function brief(commands: FlowCommand[]): string[] {
  return commands.map((command) => {
    switch (command.type) {
      case 'step':
        return `step ${command.stepId}`;
      case 'collected':
        return `${command.name} = ${command.value}${command.confirmed ? ' confirmed' : ''}`;
      case 'talk':
        return 'talk';
      case 'end':
        return `end ${command.end}`;
      default:
        return `${command.type}: ${command.line.kind === 'text' ? command.line.text : command.line.slot}`;
    }
  });
}

const menu = {
  kind: 'menu',
  title: 'Choose',
  line: line('Orders or appointments?'),
  choices: [
    { digit: '1', phrases: ['orders', 'where is my order'], next: 'orders' },
    { digit: '2', phrases: ['appointments', 'dental cleaning'], next: 'appointments' },
    { digit: '0', phrases: ['a person', 'somebody'], next: 'people' },
    { digit: '*', phrases: ['billing'], next: 'billing' },
  ],
  tries: 2,
  otherwise: 'end',
};
const ends = Object.fromEntries(
  ['orders', 'appointments', 'people', 'billing', 'end'].map((id) => [id, { ...goodbye, title: id }]),
);

test.each([
  [keys('1'), 'orders'],
  [keys('*'), 'billing'],
  [say('I have a question about my order, please'), 'orders'],
  [say("Where's my order?"), 'orders'],
  [say('an appointment'), 'appointments'],
  [say('not orders, appointments'), 'appointments'],
  [say('I need my teeth cleaned, a dental thing'), 'appointments'],
  [say('press one'), 'orders'],
  [say('Two.'), 'appointments'],
  [say('uh, the second one please'), 'appointments'],
  [say('option 2'), 'appointments'],
  [say('zero'), 'people'],
  [say('oh'), 'people'],
  [say('I want to speak to a person'), 'people'],
  [say('star'), 'billing'],
  [say('biling'), 'billing'],
])('at a menu %j leads to %s', (answer, where) => {
  const { machine } = started('menu', { menu, ...ends });
  expect(brief(machine.on(answer))[0]).toBe(`step ${where}`);
});

test.each([[keys('7')], [say('bananas')], [say('orders or appointments')], [say('three')]])(
  'at a menu %j is asked anew, twice at most',
  (answer) => {
    const { machine, first } = started('menu', { menu, ...ends });
    expect(brief(first)).toEqual(['step menu', 'ask: Orders or appointments?']);
    expect(brief(machine.on(answer))[0]).toMatch(/^say: Sorry/);
    expect(brief(machine.on({ type: 'line-over' }))).toEqual(['ask: Orders or appointments?']);
    expect(brief(machine.on(answer))).toEqual(['step end', 'end goodbye']);
    expect(machine.on(answer)).toEqual([]);
  },
);

test('a menu is repeated in silence, and for whoever asks for it', () => {
  const { machine } = started('menu', { menu, ...ends });
  expect(brief(machine.on({ type: 'silence' }))).toEqual(['ask: Orders or appointments?']);
  for (let time = 0; time < 5; time++)
    expect(brief(machine.on(say('Could you say that again?')))).toEqual(['ask: Orders or appointments?']);
  expect(brief(machine.on({ type: 'gave-up' }))).toEqual(['step end', 'end goodbye']);
});

test('hours lead one way or the other, by the time at which the step is come to', () => {
  const steps = { hours: { kind: 'hours', title: '?', open: 'orders', closed: 'end' }, ...ends };
  expect(brief(started('hours', steps).first)).toEqual(['step hours', 'step orders', 'end goodbye']);
  expect(brief(started('hours', steps, { isOpen: () => false }).first)[1]).toBe('step end');
});

const collect = (what: string, more = {}) => ({
  collect: {
    kind: 'collect',
    title: 'Collect',
    line: line('Please?'),
    what,
    into: 'given',
    next: 'talk',
    otherwise: 'end',
    ...more,
  },
  talk: {
    kind: 'personality',
    title: 'Talk',
    personalityId: null,
    greeting: null,
    transfer: null,
    next: null,
  },
  end: goodbye,
});

test('a number is read back, corrected in the same breath, and known to the personality', () => {
  const { machine } = started('collect', collect('digits', { minDigits: 4, maxDigits: 4 }));
  expect(brief(machine.on(say('it is one two')))).toEqual(['say: Sorry, I need 4 digits.']);
  machine.on({ type: 'line-over' });
  expect(brief(machine.on(say('one two three four')))).toEqual(['ask: You said 1 2 3 4. Is that right?']);
  expect(brief(machine.on(say('no, one two three five')))).toEqual(['ask: You said 1 2 3 5. Is that right?']);
  const after = machine.on(say("yes, that's right"));
  expect(brief(after)).toEqual(['given = 1235 confirmed', 'step talk', 'talk']);
  expect(after.at(-1)).toMatchObject({ collected: { given: '1235' }, mayTransfer: false });
});

test('keys give a number, and say whether it is right', () => {
  const { machine } = started('collect', collect('digits'));
  expect(brief(machine.on(keys('4711#')))).toEqual([
    'ask: You entered 4 7 1 1. Press 1 if that is right, or 2 to try again.',
  ]);
  expect(brief(machine.on(keys('2')))).toEqual(['say: All right, once more.']);
  expect(brief(machine.on({ type: 'line-over' }))).toEqual(['ask: Please?']);
  machine.on(keys('4712'));
  expect(brief(machine.on(keys('1')))[0]).toBe('given = 4712 confirmed');
});

test('a yes that is not understood can be said by key', () => {
  const { machine } = started('collect', collect('digits', { minDigits: 4, maxDigits: 4 }));
  machine.on(say('one two three four'));
  expect(brief(machine.on({ type: 'not-understood' }))).toEqual([
    'say: Sorry, I did not understand that. Press 1 if that is right, or 2 to try again.',
  ]);
  expect(brief(machine.on({ type: 'line-over' }))).toEqual(['ask: You said 1 2 3 4. Is that right?']);
  expect(brief(machine.on(keys('1')))[0]).toBe('given = 1234 confirmed');
});

test('of a secret number only the end is said, and no personality learns it', () => {
  const { machine, first } = started('collect', collect('digits', { secret: true, minDigits: 4 }));
  expect(first.at(-1)).toMatchObject({ type: 'ask', secret: true });
  const asked = machine.on(keys('4111111111111234'));
  expect(brief(asked)[0]).toMatch(/^ask: It ends in 1 2 3 4\./);
  expect(asked[0]).toMatchObject({ secret: true });
  const after = machine.on(keys('1'));
  expect(after[0]).toMatchObject({ type: 'collected', value: '4111111111111234', secret: true });
  expect(after.at(-1)).toMatchObject({ type: 'talk', collected: {} });
  const pin = started('collect', collect('digits', { secret: true })).machine.on(say('one two three four'));
  expect(brief(pin)).toEqual(['ask: I have 4 digits. Is that right?']);
});

test.each([
  ['name', 'Maria Lopez', 'Maria Lopez', 'You said Maria Lopez. Is that right?'],
  [
    'email',
    'anna dot smith at example dot com',
    'anna.smith@example.com',
    'You said anna dot smith at example dot com. Is that right?',
  ],
  ['date', 'next Friday', '2025-03-14', 'You said Friday, March 14, 2025. Is that right?'],
  ['date', 'tomorrow', '2025-03-06', 'You said Thursday, March 6, 2025. Is that right?'],
])('a %s is understood: %s', (what, said, value, question) => {
  const { machine } = started('collect', collect(what));
  expect(brief(machine.on(say(said)))).toEqual([`ask: ${question}`]);
  expect(brief(machine.on(say('correct')))[0]).toBe(`given = ${value} confirmed`);
  const { machine: hasty } = started('collect', collect(what, { confirm: false }));
  expect(brief(hasty.on(say(said)))[0]).toBe(`given = ${value}`);
});

test('an address that was not understood, or is not right, is to be spelled', () => {
  const { machine } = started('collect', collect('email'));
  const spellIt = 'Please spell it, like this: A as in apple, B as in boy.';
  expect(brief(machine.on({ type: 'not-understood' }))).toEqual([
    `say: Sorry, I did not understand that. ${spellIt}`,
  ]);
  expect(brief(machine.on(say('k as in kilo, o as in oscar, at g mail dot com')))).toEqual([
    'ask: You said ko at gmail dot com. Is that right?',
  ]);
  expect(brief(machine.on(say('no')))).toEqual([`say: All right, once more. ${spellIt}`]);
});

test.each([
  ['a mark', say('very good'), ['mark = 5', 'step goodbye', 'end goodbye']],
  ['something else', say('No thanks'), ['step goodbye', 'end goodbye']],
  ['nothing', { type: 'silence' } as const, ['step goodbye', 'end goodbye']],
])('the sample asks how the call was, once: %s', (_, answer, after) => {
  const machine = flowMachine(SUPPORT_LINE, context);
  machine.on({ type: 'begin' });
  const asked = machine.on({ type: 'talk-over', why: 'goodbye', to: null, reason: 'Said goodbye' });
  expect(brief(asked).at(-1)).toMatch(/^ask: One last question, if you like/);
  expect(brief(machine.on(answer))).toEqual(after);
});

test('whoever gives nothing, or always something else, is let go after the last try', () => {
  for (const answer of [say('I do not have it'), { type: 'silence' } as const]) {
    const { machine, first } = started('collect', collect('digits', { tries: 2 }));
    let commands = first;
    for (let turn = 0; turn < 10 && !brief(commands).includes('step end'); turn++)
      commands = machine.on(machine.waiting?.type === 'say' ? { type: 'line-over' } : answer);
    expect(brief(commands)).toEqual(['step end', 'end goodbye']);
  }
  const { machine } = started('collect', collect('digits', { tries: 2 }));
  machine.on(say('one'));
  machine.on(say('no, two'));
  expect(brief(machine.on(say('no, three')))).toEqual(['step end', 'end goodbye']);
});

const support: Record<string, unknown> = {
  agent: {
    kind: 'personality',
    title: 'Agent',
    personalityId: null,
    greeting: line('Hello.'),
    transfer: 'people',
    next: 'end',
  },
  people: {
    kind: 'transfer',
    title: 'People',
    line: line('I connect you.'),
    to: 'people',
    waitSeconds: 20,
    otherwise: 'message',
  },
  message: { kind: 'voicemail', title: 'Message', line: line('Leave a message.'), next: 'end' },
  end: goodbye,
};

test('a caller who asks for a person gets one, or leaves a message', () => {
  const { machine } = started('agent', support);
  const person = machine.on({ type: 'talk-over', why: 'person', to: null, reason: 'asked' });
  expect(person.at(-1)).toMatchObject({ type: 'transfer', to: 'people', warm: false, waitMs: 20_000 });
  expect(machine.on({ type: 'transfer-over', joined: true })).toEqual([]);
  expect(brief(machine.on({ type: 'transfer-over', joined: false }))).toEqual([
    'step message',
    'voicemail: Leave a message.',
  ]);
  expect(brief(machine.on({ type: 'message-over' }))).toEqual(['step end', 'end voicemail']);
});

test('a personality that can answer no more hands over after the line for trouble; without anybody the call ends', () => {
  const { machine } = started('agent', support);
  expect(brief(machine.on({ type: 'talk-failed' }))).toEqual(['say: Something is wrong here.']);
  expect(brief(machine.on({ type: 'line-over' }))[0]).toBe('step people');
  const alone = started('agent', { agent: { ...(support.agent as Step), transfer: null, next: null } });
  const [end] = alone.machine.on({ type: 'talk-failed' });
  expect(end).toMatchObject({ type: 'end', end: 'failed', line: lines.trouble });
});

test('a caller who says nothing is bidden goodbye; another personality may stand for the flow’s own', () => {
  const personalityId = '01890000-0000-7000-8000-000000000001';
  const { machine, first } = started('agent', support, { personalityId });
  expect(first.at(-1)).toMatchObject({ type: 'talk', personalityId, mayTransfer: true });
  expect(machine.on({ type: 'gave-up' })).toEqual([{ type: 'end', line: goodbye.line, end: 'gave-up' }]);
  expect(machine.waiting).toBeNull();
});

test('a flow whose phrases are German asks in German', () => {
  const flow = Flow.parse({ language: 'de-DE', start: 'collect', steps: collect('digits'), lines });
  const machine = flowMachine(flow, context);
  machine.on({ type: 'begin' });
  expect(brief(machine.on(say('12')))).toEqual(['ask: Sie sagten 1 2. Ist das richtig?']);
  expect(brief(machine.on(say('ja genau')))[0]).toBe('given = 12 confirmed');
});

test('a mark is keyed in, counted or put into words; what is none is asked anew', () => {
  const mark = {
    kind: 'collect',
    title: 'Mark',
    line: line('How content are you?'),
    what: 'mark',
    into: 'mark',
    next: 'end',
    otherwise: 'end',
  };
  for (const [said, value] of [
    [keys('4'), '4'],
    [say('five stars'), '5'],
    [say('four out of five'), '4'],
    [say('very good'), '5'],
    [say('it was good'), '4'],
    [say('not very good'), '2'],
    [say('not bad'), '4'],
    [say('not very nice'), '2'],
    [say('terrible'), '1'],
  ] as const) {
    const { machine } = started('mark', { mark, end: goodbye });
    const [given] = machine.on(said);
    expect([said, given]).toMatchObject([said, { type: 'collected', value, mark: true }]);
  }
  const { machine } = started('mark', { mark, end: goodbye });
  expect(brief(machine.on(keys('9')))).toEqual(['say: Sorry, I need a number from 1 to 5.']);
  expect(brief(machine.on(say('seven')))).toEqual(['say: Sorry, I need a number from 1 to 5.']);
});
