import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFlow, waysOf } from '../../../shared/calls/checkFlow.ts';
import { Flow } from '../../../shared/calls/flow.ts';
import type { FlowEvent } from '../contract.ts';
import { type FlowMachine, flowMachine } from './flowMachine.ts';

const line = { kind: 'text', text: 'Words.' };
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const id = fc.constantFrom(...ids);
const orNone = fc.option(id, { nil: null });
const base = { title: fc.constant('Step'), line: fc.constant(line) };
const step = fc.oneof(
  fc.record({ kind: fc.constant('say'), ...base, next: id }),
  fc.record({
    kind: fc.constant('menu'),
    ...base,
    choices: fc
      .uniqueArray(fc.constantFrom('1', '2', '3', '#'), { minLength: 1, maxLength: 3 })
      .chain((digits) =>
        fc.tuple(
          ...digits.map((digit) =>
            fc.record({ digit: fc.constant(digit), phrases: fc.constant([]), next: id }),
          ),
        ),
      ),
    tries: fc.integer({ min: 1, max: 5 }),
    otherwise: id,
  }),
  fc.record({ kind: fc.constant('hours'), title: base.title, open: id, closed: id }),
  fc.record({
    kind: fc.constant('personality'),
    title: base.title,
    personalityId: fc.constant(null),
    greeting: fc.constant(null),
    transfer: orNone,
    next: orNone,
  }),
  fc.record({
    kind: fc.constant('collect'),
    ...base,
    what: fc.constantFrom('digits', 'name', 'email', 'date'),
    into: fc.constant('given'),
    secret: fc.boolean(),
    confirm: fc.boolean(),
    tries: fc.integer({ min: 1, max: 5 }),
    next: id,
    otherwise: id,
  }),
  fc.record({ kind: fc.constant('transfer'), ...base, to: fc.constant('people'), otherwise: id }),
  fc.record({ kind: fc.constant('voicemail'), ...base, next: id }),
  fc.record({ kind: fc.constant('goodbye'), ...base }),
);
const flows = fc
  .record({ start: id, steps: fc.record(Object.fromEntries(ids.map((name) => [name, step]))) })
  // What nothing leads to is left out, so that more of them are without a fault.
  .map(({ start, steps }) => {
    const reached = new Set([start]);
    for (const one of reached) for (const { to } of waysOf(steps[one] as never)) reached.add(to);
    return Flow.parse({
      start,
      steps: Object.fromEntries(Object.entries(steps).filter(([name]) => reached.has(name))),
      lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
    });
  })
  .filter((flow) => checkFlow(flow).length === 0);

const said = fc.constantFrom(
  '1',
  '2',
  '#',
  'one',
  'yes',
  'no',
  '12345',
  'Maria Lopez',
  'a@b.co',
  'tomorrow',
  'say that again',
  'what?',
);
const event: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.constantFrom<FlowEvent>(
    { type: 'begin' },
    { type: 'line-over' },
    { type: 'not-understood' },
    { type: 'silence' },
    { type: 'gave-up' },
    { type: 'talk-failed' },
    { type: 'message-over' },
    { type: 'transfer-over', joined: true },
    { type: 'transfer-over', joined: false },
    { type: 'talk-over', why: 'goodbye', to: null, reason: '' },
    { type: 'talk-over', why: 'person', to: 'sales', reason: '' },
  ),
  fc.record({ type: fc.constant('said' as const), text: said, keys: fc.boolean() }),
);

function newMachine(flow: Flow, open: readonly boolean[]): FlowMachine {
  let asked = 0;
  return flowMachine(flow, {
    now: () => new Date('2025-03-05T12:00:00Z'),
    timeZone: 'UTC',
    isOpen: () => open[asked++ % open.length]!,
  });
}

/** What happens to a caller who never does anything. */
function withoutCaller(machine: FlowMachine, ways: readonly boolean[], turn: number): FlowEvent {
  const one = ways[turn % ways.length]!;
  switch (machine.waiting?.type) {
    case 'ask':
      return { type: one ? 'silence' : 'gave-up' };
    case 'talk':
      return { type: one ? 'talk-failed' : 'gave-up' };
    case 'transfer':
      return { type: 'transfer-over', joined: false };
    case 'voicemail':
      return { type: one ? 'message-over' : 'gave-up' };
    default:
      return { type: 'line-over' };
  }
}

const options = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });

test('whatever happens in whatever order, a flow waits for one thing or has ended, and is deaf after its end', () => {
  fc.assert(
    fc.property(flows, options, fc.array(event, { maxLength: 60 }), (flow, open, events) => {
      const machine = newMachine(flow, open);
      expect(machine.on({ type: 'begin' })).not.toEqual([]);
      for (const each of events) {
        const before = machine.waiting;
        const commands = machine.on(each);
        const waited = commands.filter(({ type }) => type !== 'step' && type !== 'collected');
        if (commands.length > 0) {
          expect(waited).toHaveLength(1);
          expect(commands.at(-1)).toBe(waited[0]);
        } else expect(machine.waiting).toBe(before);
        if (before === null) expect(commands).toEqual([]);
        if (before !== null) expect(machine.waiting === null).toBe(waited[0]?.type === 'end');
      }
    }),
    { numRuns: 400 },
  );
});

test('without a caller every flow ends, from each of its steps, whatever happened before', () => {
  fc.assert(
    fc.property(
      flows,
      id,
      options,
      options,
      fc.array(event, { maxLength: 15 }),
      (flow, from, open, ways, events) => {
        const start = Object.hasOwn(flow.steps, from) ? from : flow.start;
        const machine = newMachine({ ...flow, start }, open);
        machine.on({ type: 'begin' });
        for (const each of events) machine.on(each);
        // Each step a few times, and in each of them as many questions as it has tries, each with an explanation.
        const bound = Object.keys(flow.steps).length * 3 * 12;
        let turn = 0;
        for (; machine.waiting !== null && turn < bound; turn++)
          machine.on(withoutCaller(machine, ways, turn));
        expect(machine.waiting).toBeNull();
      },
    ),
    { numRuns: 400 },
  );
});

test('every way that is shown can be gone', () => {
  fc.assert(
    fc.property(flows, id, (flow, from) => {
      const start = Object.hasOwn(flow.steps, from) ? from : flow.start;
      const step = flow.steps[start]!;
      for (const { label, to } of waysOf(step)) {
        const machine = newMachine({ ...flow, start }, [label !== 'closed']);
        const entered = [...machine.on({ type: 'begin' })];
        for (const each of eventsFor(step.kind, label, flow, start)) entered.push(...machine.on(each));
        const steps = entered.flatMap((command) => (command.type === 'step' ? [command.stepId] : []));
        expect(steps.slice(1)[0]).toBe(to);
      }
    }),
    { numRuns: 200 },
  );
});

function eventsFor(kind: string, label: string, flow: Flow, id: string): FlowEvent[] {
  const values: Record<string, string> = {
    digits: '123',
    name: 'Maria Lopez',
    email: 'a@b.co',
    date: 'tomorrow',
  };
  const step = flow.steps[id]!;
  switch (kind) {
    case 'menu':
      return label === 'no choice' ? [{ type: 'gave-up' }] : [{ type: 'said', text: label, keys: true }];
    case 'personality':
      return [{ type: 'talk-over', why: label === 'then' ? 'goodbye' : 'person', to: null, reason: '' }];
    case 'collect': {
      if (label === 'not given') return [{ type: 'gave-up' }];
      const text = step.kind === 'collect' ? values[step.what]! : '';
      const given: FlowEvent = { type: 'said', text, keys: false };
      return step.kind === 'collect' && step.confirm && !(step.secret && step.what !== 'digits')
        ? [given, { type: 'said', text: 'yes', keys: false }]
        : [given];
    }
    case 'transfer':
      return [{ type: 'transfer-over', joined: false }];
    case 'voicemail':
      return [{ type: 'message-over' }];
    case 'say':
      return [{ type: 'line-over' }];
    default:
      return [];
  }
}
