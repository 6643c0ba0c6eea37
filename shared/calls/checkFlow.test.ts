import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFlow, waysOf } from './checkFlow.ts';
import { Flow, type Step } from './flow.ts';

const line = { kind: 'text' as const, text: 'Hello.' };
const goodbye: Step = { kind: 'goodbye', title: 'End', line };
const say = (next: string): Step => ({ kind: 'say', title: 'Say', line, next });
const codes = (start: string, steps: Record<string, Step>) =>
  checkFlow({ start, steps }).map(({ step, code }) => `${step ?? 'flow'}: ${code}`);

test('a flow in which every step is reached and every call can end has no fault', () => {
  const flow = Flow.parse({
    start: 'hours',
    steps: {
      hours: { kind: 'hours', title: 'Open?', open: 'menu', closed: 'voicemail' },
      menu: {
        kind: 'menu',
        title: 'Choose',
        line,
        choices: [
          { digit: '1', phrases: ['orders'], next: 'agent' },
          { digit: '0', phrases: [], next: 'people' },
        ],
        otherwise: 'menu',
      },
      agent: {
        kind: 'personality',
        title: 'Agent',
        personalityId: null,
        greeting: null,
        transfer: 'people',
        next: null,
      },
      people: { kind: 'transfer', title: 'People', line, to: 'people', otherwise: 'voicemail' },
      voicemail: { kind: 'voicemail', title: 'Message', line, next: 'end' },
      end: goodbye,
    },
    lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
  });
  expect(checkFlow(flow)).toEqual([]);
});

test('what leads nowhere, is never reached, goes round for ever or cannot be chosen is named', () => {
  expect(codes('nowhere', { end: goodbye })).toEqual(['flow: missing-step', 'end: unreachable']);
  expect(codes('a', { a: say('b'), b: say('a'), end: goodbye })).toEqual([
    'a: no-end',
    'b: no-end',
    'end: unreachable',
  ]);
  expect(codes('a', { a: say('gone') })).toEqual(['a: missing-step', 'a: no-end']);
  const menu: Step = {
    kind: 'menu',
    title: 'Menu',
    line,
    tries: 3,
    choices: [
      { digit: '1', phrases: ['Sales'], next: 'end' },
      { digit: '1', phrases: ['sales '], next: 'end' },
      { digit: null, phrases: [], next: 'end' },
    ],
    otherwise: 'end',
  };
  expect(codes('menu', { menu, end: goodbye })).toEqual([
    'menu: repeated-digit',
    'menu: repeated-phrase',
    'menu: no-way',
  ]);
});

test('a flow without faults always leads to an end, whatever a caller chooses at each turn that is left', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const id = fc.constantFrom(...ids);
  const step: fc.Arbitrary<Step> = fc.oneof(
    id.map(say),
    fc.record({ kind: fc.constant('hours' as const), title: fc.constant('?'), open: id, closed: id }),
    fc.constant(goodbye),
  );
  const flows = fc.record({
    start: id,
    steps: fc.record(Object.fromEntries(ids.map((name) => [name, step]))),
  });
  fc.assert(
    fc.property(flows, (flow) => {
      fc.pre(checkFlow(flow).length === 0);
      // From every step the nearest end is found within as many moves as there are steps.
      for (const from of ids) {
        let at = new Set([from]);
        for (
          let move = 0;
          move < ids.length && ![...at].some((one) => waysOf(flow.steps[one]!).length === 0);
          move++
        )
          at = new Set([...at].flatMap((one) => waysOf(flow.steps[one]!).map(({ to }) => to)));
        expect([...at].some((one) => waysOf(flow.steps[one]!).length === 0)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
