import { afterAll, expect, test } from 'vitest';
import type { OpenSession } from './sessionProcess.ts';
import { openSessionProcesses } from './sessionProcesses.ts';

const processes = openSessionProcesses<null, string, number>({
  name: 'test',
  entry: new URL('../../../test/support/sessionChild.ts', import.meta.url),
  processes: 2,
});
afterAll(() => processes.close());

interface Held {
  session: OpenSession<string>;
  pid: number;
}

/** Opens a session and says who holds it. */
function open(): Promise<Held> {
  return new Promise((resolve, reject) => {
    const session = processes.open(null, {
      onMessage: (pid) => resolve({ session, pid }),
      onEnd: () => reject(new Error('It ended.')),
      onFail: reject,
    });
    session.send('who');
  });
}

test('few sessions share a process; more are spread, and a place that is free is taken again', async () => {
  const first = await Promise.all(Array.from({ length: 6 }, open));
  expect(new Set(first.map(({ pid }) => pid)).size).toBe(1);
  const second = await Promise.all(Array.from({ length: 8 }, open));
  const [own, other] = [first[0]!.pid, second[0]!.pid];
  expect(other).not.toBe(own);
  expect(second.map(({ pid }) => pid)).toEqual([...Array(6).fill(other), own, other]);
  for (const { session } of first.slice(0, 2)) session.close();
  expect((await open()).pid).toBe(own);
});

test('where all have too much to do, no more are taken until some are over', async () => {
  const held: Held[] = [];
  const refused = (async () => {
    for (;;) held.push(await open());
  })();
  await expect(refused).rejects.toMatchObject({ code: 'engine-busy', retryable: true });
  expect(held.length).toBeGreaterThan(20);
  held.pop()!.session.close();
  await open();
});
