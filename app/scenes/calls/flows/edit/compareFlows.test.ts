import { expect, test } from 'vitest';
import { Flow } from '../../../../../shared/calls/flow.ts';
import { compareFlows } from './compareFlows.ts';
import { newStep, withoutStep, withStep } from './steps.ts';

const line = { kind: 'text', text: 'Hello.' } as const;
const flow = Flow.parse({
  start: 'hello',
  steps: {
    hello: { kind: 'say', title: 'Hello', line, next: 'menu' },
    menu: {
      kind: 'menu',
      title: 'Menu',
      line,
      choices: [{ digit: '1', phrases: ['orders'], next: 'bye' }],
      otherwise: 'bye',
    },
    bye: { kind: 'goodbye', title: 'Bye', line },
  },
  lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
});

test('nothing differs between a flow and its copy, whatever the order of its fields', () => {
  const { start, ...rest } = structuredClone(flow);
  expect(compareFlows(flow, { ...rest, start })).toEqual([]);
});

test('what was changed is told step by step, in words', () => {
  const slot = { kind: 'slot', channel: 'support-bot', slot: 'greeting', otherwise: 'Hello.' } as const;
  const changed: Flow = {
    ...withStep(withoutStep(flow, 'hello'), 'voicemail', newStep('voicemail', 'bye')),
    record: false,
    lines: { ...flow.lines, announcement: line },
  };
  const next = withStep(changed, 'menu', {
    ...newStep('menu', 'voicemail'),
    title: 'Choose',
    line: slot,
  });
  expect(compareFlows(flow, next)).toEqual([
    {
      step: null,
      title: 'The whole flow',
      kind: 'changed',
      fields: [
        { field: 'Calls begin at', from: 'Hello', to: 'Choose' },
        { field: 'Recorded', from: 'yes', to: 'no' },
        { field: 'Announcement', from: null, to: '“Hello.”' },
      ],
    },
    { step: 'hello', title: 'Hello', kind: 'removed', fields: [] },
    {
      step: 'menu',
      title: 'Choose',
      kind: 'changed',
      fields: [
        { field: 'Name', from: 'Menu', to: 'Choose' },
        { field: 'Said', from: '“Hello.”', to: 'support-bot/greeting, otherwise “Hello.”' },
        { field: 'Choice 1', from: '1, orders → Bye', to: '1, appointment → Take a message' },
        { field: 'Otherwise', from: 'Bye', to: 'Take a message' },
      ],
    },
    { step: 'voicemail', title: 'Take a message', kind: 'added', fields: [] },
  ]);
});
