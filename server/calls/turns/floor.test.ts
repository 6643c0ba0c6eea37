import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBackChannel } from './backChannel.ts';
import { endpointMs } from './endpoint.ts';
import { Floor } from './floor.ts';
import type { FloorCommand, FloorEvent } from './floorEvents.ts';
import { PATIENCE } from './patience.ts';

/** A floor in virtual time that ticks by itself whenever something would be decided. */
function scene() {
  const floor = new Floor(0);
  let now = 0;
  const told: { atMs: number; command: FloorCommand }[] = [];
  const take = (event: FloorEvent) => {
    for (const command of floor.on(event, now)) told.push({ atMs: now, command });
  };
  const until = (ms: number) => {
    for (let guard = 0; guard < 10_000; guard++) {
      const due = floor.nextDeadlineMs();
      if (due === null || due > ms) break;
      now = Math.max(now, due);
      take({ type: 'tick' });
    }
    now = ms;
  };
  return {
    floor,
    told,
    at(ms: number, ...events: FloorEvent[]) {
      until(ms);
      for (const event of events) take(event);
    },
    types: () => told.map(({ command }) => command.type),
  };
}
const say = (type: 'interim' | 'final', text: string): FloorEvent => ({ type, text });

test('a turn ends at a silence that fits what is expected, with all that was understood', () => {
  const { at, told } = scene();
  at(1_000, { type: 'speech-start' });
  at(1_400, say('interim', 'where is my'));
  at(2_000, say('final', 'where is my order'), { type: 'speech-end' });
  at(2_599);
  expect(told).toEqual([]);
  at(2_600);
  expect(told).toEqual([{ atMs: 2_600, command: { type: 'flush' } }]);
  at(2_650, { type: 'flushed' });
  expect(told.at(-1)).toEqual({
    atMs: 2_650,
    command: { type: 'turn', text: 'where is my order', keys: false, speechEndedMs: 2_000 },
  });
});

test('whoever dictates or has not finished a sentence is given time', () => {
  const { floor, at, types } = scene();
  floor.expect({ what: 'digits' });
  at(0, { type: 'speech-start' });
  at(500, { type: 'speech-end' }, say('interim', 'one two three'));
  at(1_400, { type: 'speech-start' });
  at(1_900, { type: 'speech-end' }, say('final', 'one two three four five'));
  expect(types()).toEqual([]);
  at(3_100, { type: 'flushed' });
  expect(types()).toEqual(['flush', 'turn']);
});

test('our sound stops at the onset of speech, and goes on when it was nothing or attention alone', () => {
  const { at, told, types } = scene();
  at(0, { type: 'reply-begins' }, { type: 'agent-speaks' });
  at(1_000, { type: 'speech-start' });
  expect(told).toEqual([{ atMs: 1_000, command: { type: 'pause' } }]);
  at(1_200, { type: 'speech-end' }, say('final', 'Uh-huh.'));
  at(1_700);
  expect(told.at(-1)).toEqual({ atMs: 1_700, command: { type: 'resume' } });
  at(3_000, { type: 'speech-start' });
  at(3_200, say('interim', 'no wait'));
  expect(types()).toEqual(['pause', 'resume', 'pause', 'interrupt']);
});

test('what is said after the last of our sound was heard does not stay stopped', () => {
  const { at, types } = scene();
  at(0, { type: 'agent-speaks' });
  at(500, { type: 'speech-start' }, { type: 'agent-silent' });
  expect(types()).toEqual(['pause', 'resume']);
  at(600, { type: 'agent-speaks' });
  expect(types()).toEqual(['pause', 'resume', 'pause']);
});

test('whoever says that they are through is understood in two seconds, though they go on', () => {
  const { at, told } = scene();
  at(0, { type: 'speech-start' });
  at(900, say('interim', 'please call me back'));
  at(1_000, { type: 'handed-in' });
  expect(told.at(-1)?.command).toEqual({ type: 'flush' });
  at(1_100, { type: 'speech-start' });
  at(3_000);
  expect(told.at(-1)).toMatchObject({ atMs: 3_000, command: { type: 'turn', text: 'please call me back' } });
});

test('somebody who goes on speaking gets the floor, though nothing is understood, and is answered', () => {
  const { at, told, types } = scene();
  at(0, { type: 'reply-begins' }, { type: 'agent-speaks' });
  at(1_000, { type: 'speech-start' });
  at(1_800);
  expect(types()).toEqual(['pause', 'interrupt']);
  at(2_500, { type: 'speech-end' });
  at(6_600);
  expect(types()).toEqual(['pause', 'interrupt', 'flush', 'reprompt', 'filler']);
  expect(told[3]).toMatchObject({
    atMs: 2_500 + 600 + PATIENCE.transcriptMs,
    command: { why: 'not-understood' },
  });
});

test('attention is no answer to a statement and an answer to a question', () => {
  for (const words of [
    'uh-huh',
    'uh huh',
    'Mm.',
    'okay',
    'yeah right',
    '',
    'I see',
    'please',
    'thank you very much',
    'that’s fine',
    'that would be great',
    // As it comes.
    'that’s',
    'that would',
    'thank',
  ])
    expect(isBackChannel(words, 'anything'), words).toBe(true);
  for (const words of ['yes', 'okay', 'sure', 'that’s fine'])
    expect(isBackChannel(words, 'yes-no'), words).toBe(false);
  for (const words of [
    'no',
    'stop',
    'huh',
    'that is wrong',
    'that’s on Friday',
    'okay but not on Friday',
    'yes I would like that',
  ])
    expect(isBackChannel(words, 'anything'), words).toBe(false);
});

test('attention before a question is heard is no answer to it', () => {
  for (const notYet of [true, false]) {
    const { floor, at, types } = scene();
    at(0, { type: 'reply-begins' }, { type: 'agent-speaks' });
    floor.expect({ what: 'yes-no', notYet });
    at(1_000, { type: 'speech-start' }, { type: 'interim', text: 'right' });
    expect(types().includes('interrupt')).toBe(!notYet);
  }
});

test('keys end our sound, and are one number when they come together', () => {
  const { floor, at, told } = scene();
  at(0, { type: 'reply-begins' }, { type: 'agent-speaks' });
  at(500, { type: 'key', digit: '1' });
  expect(told.map(({ command }) => command)).toEqual([
    { type: 'interrupt' },
    { type: 'turn', text: '1', keys: true, speechEndedMs: 500 },
  ]);
  at(600, { type: 'agent-speaks' }, { type: 'reply-ends' });
  at(900, { type: 'agent-silent' });
  floor.expect({ what: 'digits', mostKeys: 6 });
  told.length = 0;
  at(1_000, { type: 'key', digit: '4' });
  at(2_000, { type: 'key', digit: '2' });
  at(3_000, { type: 'key', digit: '7' }, { type: 'key', digit: '#' });
  expect(told.at(-1)?.command).toMatchObject({ type: 'turn', text: '427' });
  at(3_100, { type: 'reply-ends' });
  at(4_000, { type: 'key', digit: '9' });
  at(4_000 + PATIENCE.keyMs);
  expect(told.at(-1)?.command).toMatchObject({ type: 'turn', text: '9' });
});

test('a caller who says nothing is asked twice, then given up; we are never silent for three seconds when it is our turn', () => {
  const { at, told } = scene();
  for (let n = 0; n < 3; n++) {
    at(10_000 * (n + 1), { type: 'agent-speaks' }, { type: 'reply-ends' });
    at(10_000 * (n + 1) + 1_000, { type: 'agent-silent' });
  }
  const said = told.filter(({ command }) => command.type !== 'filler').map(({ command }) => command);
  expect(said).toEqual([
    { type: 'reprompt', why: 'silence', count: 1 },
    { type: 'reprompt', why: 'silence', count: 2 },
    { type: 'give-up' },
  ]);
  const fillers = told.filter(({ command }) => command.type === 'filler').map(({ atMs }) => atMs);
  expect(fillers[0]).toBe(7_000 + PATIENCE.fillerMs);
});

test('what nobody of us answers is a turn each time, understood or not; silence and a lone # are nothing', () => {
  const { floor, at, told } = scene();
  floor.expect({ what: 'anything', unanswered: 'ever' });
  at(60_000, { type: 'key', digit: '#' });
  expect(told).toEqual([]);
  at(61_000, { type: 'speech-start' });
  at(62_000, { type: 'speech-end' });
  at(64_000, { type: 'flushed' });
  at(65_000, { type: 'speech-start' });
  at(66_000, say('final', 'I will look for it'), { type: 'speech-end' });
  at(67_000, { type: 'flushed' });
  at(120_000);
  expect(told.map(({ command }) => command)).toEqual([
    { type: 'flush' },
    { type: 'turn', text: '', keys: false, speechEndedMs: 62_000 },
    { type: 'flush' },
    { type: 'turn', text: 'I will look for it', keys: false, speechEndedMs: 66_000 },
  ]);
  expect(floor.nextDeadlineMs()).toBeNull();
  floor.expect({ what: 'anything' });
  at(130_000, { type: 'tick' });
  at(140_000);
  expect(told[4]).toEqual({ atMs: 137_000, command: { type: 'reprompt', why: 'silence', count: 1 } });
});

test('what is taken down goes on, understood or not, until a silence', () => {
  const { floor, at, told } = scene();
  floor.expect({ what: 'anything', unanswered: 'until-silent' });
  for (let n = 0; n < 5; n++) {
    at(5_000 * n, { type: 'speech-start' });
    at(5_000 * n + 2_000, { type: 'speech-end' });
    at(5_000 * n + 3_000, { type: 'flushed' });
  }
  expect(told.filter(({ command }) => command.type === 'turn')).toHaveLength(5);
  at(23_000 + PATIENCE.silenceMs);
  expect(told.at(-1)?.command).toEqual({ type: 'reprompt', why: 'silence', count: 1 });
});

test('how often one thing was asked anew counts for nothing else that is asked', () => {
  const { floor, at, told } = scene();
  for (let n = 0; n < 4; n++) {
    floor.expect({ what: 'choice' });
    at(10_000 * (n + 1), { type: 'agent-speaks' }, { type: 'reply-ends' });
    at(10_000 * (n + 1) + 1_000, { type: 'agent-silent' });
  }
  const said = told.filter(({ command }) => command.type !== 'filler').map(({ command }) => command);
  expect(said.length).toBeGreaterThan(3);
  expect(said.every((command) => command.type === 'reprompt' && command.count === 1)).toBe(true);
});

/** Half of a number was taken for a turn. */
function answeredTooEarly(half = 'four eight one') {
  const it = scene();
  it.floor.expect({ what: 'digits', language: 'en-US', digits: { mayBeWhole: 6, whole: 6 } });
  it.at(0, { type: 'speech-start' });
  it.at(1_000, { type: 'speech-end' }, say('interim', half));
  it.at(2_300, { type: 'flushed' });
  it.told.length = 0;
  return it;
}

test('whoever goes on before our answer is heard had only paused: both halves are one turn', () => {
  const { floor, at, told } = answeredTooEarly();
  // What is asked next counts for what is said next.
  floor.expect({ what: 'yes-no' });
  at(2_400, { type: 'agent-speaks' });
  expect(floor.mayGoOn(2_600)).toBe(true);
  at(2_600, { type: 'speech-start', again: true });
  at(2_800, say('interim', 'four eight'));
  at(2_900, say('interim', 'four eight one'));
  expect(told.map(({ command }) => command.type)).toEqual(['pause']);
  at(3_000, say('interim', 'four eight one five'));
  expect(told.at(-1)?.command).toEqual({ type: 'interrupt' });
  at(3_800, { type: 'speech-end' }, say('interim', 'four eight one five two'));
  // A number that lacks a digit is waited for.
  at(5_000);
  expect(told.at(-1)?.command).toEqual({ type: 'interrupt' });
  at(5_060, { type: 'flushed' });
  expect(told.at(-1)?.command).toEqual({
    type: 'turn',
    text: 'four eight one five two',
    keys: false,
    speechEndedMs: 3_800,
    rest: 'five two',
  });
});

test('a third part goes on with both; what was not understood of the first is heard with the second', () => {
  const { at, told } = answeredTooEarly('');
  at(2_400, { type: 'speech-start', again: true });
  at(2_900, { type: 'speech-end' }, say('final', 'four eight one five'));
  at(4_200, { type: 'flushed' });
  expect(told.at(-1)?.command).toMatchObject({ text: 'four eight one five', rest: 'four eight one five' });
  at(4_300, { type: 'speech-start', again: true });
  at(4_900, { type: 'speech-end' }, say('final', 'four eight one five two nine'));
  at(6_200, { type: 'flushed' });
  expect(told.at(-1)?.command).toMatchObject({ text: 'four eight one five two nine', rest: 'two nine' });
});

test('a noise, or attention, takes nothing back, and nothing understood the second time leaves the first', () => {
  for (const heard of ['four eight one', 'four eight one okay']) {
    const { at, types } = answeredTooEarly();
    at(2_400, { type: 'agent-speaks' });
    at(2_500, { type: 'speech-start', again: true });
    at(2_600, { type: 'speech-end' }, say('interim', heard));
    at(3_100);
    expect(types()).toEqual(['pause', 'resume']);
  }
  const { at, told } = answeredTooEarly();
  at(2_400, { type: 'speech-start', again: true });
  at(3_300, { type: 'speech-end' });
  at(7_000, { type: 'flushed' });
  expect(told.at(-1)?.command).toMatchObject({ type: 'turn', text: 'four eight one', rest: '' });
});

test('whoever has agreed agrees no more by going on, and whoever had only begun does', () => {
  for (const [half, interrupts] of [
    ['yes', false],
    ['well', true],
  ] as const) {
    const { floor, at, types } = scene();
    floor.expect({ what: 'yes-no', language: 'en-US' });
    at(0, { type: 'speech-start' });
    at(500, { type: 'speech-end' }, say('interim', half));
    at(2_000, { type: 'flushed' }, { type: 'agent-speaks' });
    at(2_200, { type: 'speech-start', again: true });
    at(2_300, say('interim', `${half} that’s right`));
    expect(types().includes('interrupt'), half).toBe(interrupts);
  }
});

test('nobody goes on with what was answered: some of it was heard, or keys were pressed, or the floor is theirs again', () => {
  const spoken = answeredTooEarly();
  spoken.at(3_000, { type: 'agent-speaks' });
  expect(spoken.floor.mayGoOn(3_000 + PATIENCE.goOnMs)).toBe(true);
  expect(spoken.floor.mayGoOn(3_001 + PATIENCE.goOnMs)).toBe(false);
  const pressed = answeredTooEarly();
  pressed.at(2_500, { type: 'key', digit: '1' });
  expect(pressed.floor.mayGoOn(2_500)).toBe(false);
  const over = answeredTooEarly();
  over.at(2_400, { type: 'agent-speaks' }, { type: 'reply-ends' }, { type: 'agent-silent' });
  expect(over.floor.mayGoOn(2_400)).toBe(false);
});

const anyEvent: fc.Arbitrary<FloorEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('speech-start' as const), again: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.constant<FloorEvent>({ type: 'speech-end' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('interim' as const, 'final' as const),
      text: fc.constantFrom('', 'uh-huh', 'yes', 'no stop', 'where is my order', 'I want to'),
    }),
  },
  { weight: 2, arbitrary: fc.constant<FloorEvent>({ type: 'flushed' }) },
  { weight: 1, arbitrary: fc.constant<FloorEvent>({ type: 'handed-in' }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('key' as const), digit: fc.constantFrom('1', '5', '#') }),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom<FloorEvent>(
      { type: 'reply-begins' },
      { type: 'reply-ends' },
      { type: 'agent-speaks' },
      { type: 'agent-silent' },
    ),
  },
);

test('no dead end: whatever happens in whatever order, every onset of speech has its outcome in time', () => {
  const OUTCOMES = ['turn', 'reprompt', 'give-up'];
  const BOUND_MS =
    PATIENCE.longestUtteranceMs +
    endpointMs({ what: 'email', language: 'en-US' }, 'and') +
    PATIENCE.transcriptMs +
    PATIENCE.insistMs;
  const story = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 4_000 }), event: anyEvent }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(story, fc.constantFrom('anything', 'yes-no', 'digits', 'email'), (steps, what) => {
      const { floor, at, told } = scene();
      floor.expect({ what: what as 'anything' });
      let now = 0;
      let paused = false;
      /** The last onset of speech while the floor was not ours: it must be answered. */
      let onsetMs: number | null = null;
      for (const { afterMs, event } of steps) {
        now += afterMs;
        at(now);
        if (event.type === 'speech-start' && !floor.holds) onsetMs = now;
        // Whoever presses a key, or is spoken over by a reply that nobody asked for, has no utterance any more.
        else if (event.type === 'key' || event.type === 'reply-begins' || event.type === 'agent-speaks')
          onsetMs = null;
        at(now, event);
      }
      // Nothing more happens: the caller falls silent, and what is said stays said.
      at(now, { type: 'speech-end' });
      at(now + BOUND_MS);
      // Nothing is left that was begun.
      expect(floor.hears).toBe(false);
      for (const { command } of told) {
        if (command.type === 'pause') {
          expect(paused).toBe(false);
          paused = true;
        }
        if (command.type === 'resume') {
          // What was interrupted never goes on.
          expect(paused).toBe(true);
          paused = false;
        }
        if (command.type === 'interrupt') paused = false;
        if (command.type === 'turn') {
          expect(command.text).not.toBe('');
          expect(command.text.endsWith(command.rest ?? '')).toBe(true);
        }
      }
      if (onsetMs === null) return;
      const from = onsetMs;
      expect(told.some(({ atMs, command }) => atMs >= from && OUTCOMES.includes(command.type))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
