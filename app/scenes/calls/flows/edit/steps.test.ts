import { expect, test } from 'vitest';
import { checkFlow, waysOf } from '../../../../../shared/calls/checkFlow.ts';
import { Flow, Step } from '../../../../../shared/calls/flow.ts';
import { freeId, newStep, stepsInOrder, undone, withoutStep, withStep } from './steps.ts';

const line = { kind: 'text', text: 'Hello.' } as const;
const flow = Flow.parse({
  start: 'hello',
  steps: {
    bye: { kind: 'goodbye', title: 'Bye', line },
    lost: { kind: 'goodbye', title: 'Lost', line },
    menu: {
      kind: 'menu',
      title: 'Menu',
      line,
      choices: [{ digit: '1', phrases: [], next: 'agent' }],
      otherwise: 'menu',
    },
    agent: {
      kind: 'personality',
      title: 'Agent',
      personalityId: null,
      greeting: null,
      transfer: null,
      next: 'bye',
    },
    hello: { kind: 'say', title: 'Hello', line, next: 'menu' },
  },
  lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
});

test('steps come in the order of a call, those that nothing leads to last', () => {
  expect(stepsInOrder(flow)).toEqual(['hello', 'menu', 'agent', 'bye', 'lost']);
});

test('every new step is a valid one, and breaks nothing where it is put between two others', () => {
  for (const { shape } of Step.options) {
    const kind = shape.kind.value;
    const id = freeId(flow.steps, kind);
    const step = newStep(kind, 'menu');
    expect(Step.parse(step)).toEqual(step);
    const mended = withoutStep(flow, 'lost');
    const put = withStep(withStep(mended, id, step), 'hello', {
      ...newStep('hours', 'menu'),
      open: id,
      closed: 'menu',
    } as Step);
    expect([kind, checkFlow(put)]).toEqual([kind, []]);
  }
  expect(freeId({ ...flow.steps, 'menu-2': flow.steps.menu! }, 'menu')).toBe('menu-3');
});

test('what led to a step that is deleted leads on to where it led; the beginning too', () => {
  const without = withoutStep(flow, 'hello');
  expect(without.start).toBe('menu');
  const through = withoutStep(flow, 'agent');
  expect(waysOf(through.steps.menu!)).toEqual([
    { label: '1', to: 'bye' },
    { label: 'no choice', to: 'menu' },
  ]);
  // A step that leads nowhere takes its ways with it: they are told as missing.
  expect(checkFlow(withoutStep(flow, 'bye')).map(({ code, step }) => [code, step])).toContainEqual([
    'missing-step',
    'agent',
  ]);
});

test('a deletion is undone without what was changed since', () => {
  const after = withoutStep(flow, 'hello');
  const since = withStep(after, 'bye', { ...after.steps.bye!, title: 'So long' });
  const back = undone(since, { before: flow, after });
  expect(back).toEqual(withStep(flow, 'bye', { ...flow.steps.bye!, title: 'So long' }));
});
