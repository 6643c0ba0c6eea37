import { expect, test } from 'vitest';
import { ProblemError } from '../problem.ts';
import { Circuit } from './circuit.ts';

const down = () => new ProblemError('engine-unavailable', 'It is down.');

function circuit() {
  const clock = { ms: 1_000_000 };
  const open = new Circuit(() => clock.ms);
  const passes = () => {
    try {
      open.pass('Engine');
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'engine-unavailable' });
      return false;
    }
  };
  return { open, clock, passes };
}

test('three failures in a row open it, one probe closes it, and a failed probe doubles the pause', () => {
  const { open, clock, passes } = circuit();
  open.failed(down());
  open.succeeded();
  open.failed(down());
  open.failed(down());
  expect(passes()).toBe(true);
  open.failed(down());
  expect(passes()).toBe(false);
  expect(open.read()).toMatchObject({ state: 'open', reason: 'It is down.' });
  clock.ms += 5_000;
  expect(open.read().state).toBe('half-open');
  expect(open.read().probing).toBe(false);
  expect([passes(), passes()]).toEqual([true, false]);
  expect(open.read().probing).toBe(true);
  open.failed(down());
  clock.ms += 9_999;
  expect(passes()).toBe(false);
  clock.ms += 1;
  expect(passes()).toBe(true);
  // Whoever tried it went away: the next one may.
  open.left();
  expect(passes()).toBe(true);
  open.succeeded();
  expect(open.read()).toEqual({ state: 'closed', reason: null, untilMs: null, probing: false });
});

test.each([
  ['engine-quota', undefined, 600],
  ['engine-quota', 30, 30],
  ['engine-busy', undefined, 2],
  ['engine-busy', 7, 7],
  ['engine-busy', 1e9, 1800],
  ['engine-rejected-key', undefined, 60],
] as const)('%s with Retry-After %s leaves it alone for %s s at once', (code, retryAfterSeconds, seconds) => {
  const { open, clock, passes } = circuit();
  open.failed(new ProblemError(code, 'Not now.', retryAfterSeconds ? { retryAfterSeconds } : {}));
  clock.ms += seconds * 1000 - 1;
  expect(passes()).toBe(false);
  clock.ms += 1;
  expect(passes()).toBe(true);
});

test('a text that it refuses says nothing against it', () => {
  const { open, passes } = circuit();
  for (let n = 0; n < 10; n++) open.failed(new ProblemError('engine-refused', 'Not this text.'));
  expect(passes()).toBe(true);
});
