import { expect, test } from 'vitest';
import { Flow } from '../../../../../shared/calls/flow.ts';
import { layOut, STEP_HEIGHT, STEP_WIDTH } from './layout.ts';

const line = { kind: 'text', text: 'Hello.' } as const;
const flow = Flow.parse({
  start: 'hello',
  steps: {
    hello: { kind: 'say', title: 'Hello', line, next: 'menu' },
    menu: {
      kind: 'menu',
      title: 'Menu',
      line,
      choices: [
        { digit: '1', phrases: ['a very long phrase that nobody would say'], next: 'agent' },
        { digit: null, phrases: ['order status of a parcel'], next: 'agent' },
        { digit: '9', phrases: [], next: 'bye' },
      ],
      otherwise: 'menu',
    },
    agent: {
      kind: 'personality',
      title: 'Agent',
      personalityId: null,
      greeting: null,
      transfer: 'gone',
      next: null,
    },
    bye: { kind: 'goodbye', title: 'Bye', line },
  },
  lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
});

test('steps stand below what leads to them, and none on another', () => {
  const { steps, ways, width, height } = layOut(flow);
  const at = Object.fromEntries(steps.map((step) => [step.id, step]));
  expect(at.hello!.y + STEP_HEIGHT).toBeLessThan(at.menu!.y);
  expect(at.menu!.y + STEP_HEIGHT).toBeLessThan(at.bye!.y);
  for (const one of steps) {
    expect(one.x).toBeGreaterThanOrEqual(0);
    expect(one.x + STEP_WIDTH).toBeLessThanOrEqual(width);
    expect(one.y + STEP_HEIGHT).toBeLessThanOrEqual(height);
    for (const other of steps)
      if (other.id !== one.id && Math.abs(one.y - other.y) < STEP_HEIGHT)
        expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(STEP_WIDTH);
  }
  // Also what is not there, and a way back to the step itself.
  expect(steps.filter(({ missing }) => missing).map(({ id }) => id)).toEqual(['gone']);
  expect(ways.map(({ from, to, label }) => [from, to, label])).toContainEqual(['menu', 'menu', 'no choice']);
  expect(ways.map(({ from, to, label }) => [from, to, label])).toContainEqual([
    'menu',
    'agent',
    '1 · order status of…',
  ]);
  expect(ways.every(({ path }) => path.startsWith('M '))).toBe(true);
});

test('a flow without any step is drawn as its missing beginning at most', () => {
  expect(layOut({ start: 'nowhere', steps: {} }).steps).toEqual([]);
});
