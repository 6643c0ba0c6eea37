import { expect, test } from 'vitest';
import { ApiProblem } from './problem.ts';

// The client reads the page's address when it is loaded.
Object.assign(globalThis, { window: { location: { origin: 'http://studio.test' } } });
const { sameIntent } = await import('./sameIntent.ts');

const failure = (status: number, code: 'internal' | 'unreachable' | 'forbidden') =>
  new ApiProblem({
    type: 'about:blank',
    title: 'No',
    status,
    detail: 'No.',
    code,
    retryable: true,
    correlationId: '',
  });

test('the key stays the same until there is an answer, or something else is asked', async () => {
  const once = sameIntent();
  const keys: string[] = [];
  const ask = (wish: string, outcome: ApiProblem | 'done') =>
    once(wish, async (key) => {
      keys.push(key);
      if (outcome !== 'done') throw outcome;
    }).catch(() => {});
  await ask('a', failure(0, 'unreachable'));
  await ask('a', failure(500, 'internal'));
  await ask('a', failure(503, 'internal'));
  await ask('a', 'done');
  await ask('a', failure(403, 'forbidden'));
  await ask('a', failure(502, 'internal'));
  await ask('b', 'done');
  expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 0, 4, 5, 6]);
});
