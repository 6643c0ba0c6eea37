import { afterEach, expect, test } from 'vitest';
import type { TestReply, TestRequest } from '../../../test/support/engineChild.ts';
import { type EnginePool, openEnginePool } from './engineProcess.ts';

let pool: EnginePool<TestRequest, TestReply>;
const open = (processes = 1) => {
  pool = openEnginePool({
    name: 'test',
    entry: new URL('../../../test/support/engineChild.ts', import.meta.url),
    processes,
  });
  return pool;
};
afterEach(() => pool.close());
const options = () => ({ signal: new AbortController().signal, timeoutMs: 20_000 });

test('a process that dies fails only its own request, once tried again', async () => {
  open(2);
  const dying = pool.run({ do: 'die' }, options());
  const living = [1, 2, 3].map((value) => pool.run({ do: 'echo', value }, options()));
  await expect(dying).rejects.toMatchObject({ code: 'synthesis-failed', retryable: true });
  expect((await Promise.all(living)).map(({ value }) => value)).toEqual([1, 2, 3]);
  expect((await pool.run({ do: 'echo', value: 4 }, options())).value).toBe(4);
});

test('a process killed in the middle of its work is replaced and the work done', async () => {
  open();
  const { pid } = await pool.run({ do: 'echo', value: 0 }, options());
  const work = pool.run({ do: 'wait', ms: 300, value: 7 }, options());
  process.kill(pid, 'SIGKILL');
  const reply = await work;
  expect(reply.value).toBe(7);
  expect(reply.pid).not.toBe(pid);
});

test('aborting ends the work itself, waiting or under way', async () => {
  open();
  const { pid } = await pool.run({ do: 'echo', value: 0 }, options());
  const controller = new AbortController();
  const busy = pool.run({ do: 'block', ms: 60_000 }, { ...options(), signal: controller.signal });
  const waiting = pool.run({ do: 'block', ms: 60_000 }, { ...options(), signal: controller.signal });
  const startedAt = performance.now();
  controller.abort(new Error('enough'));
  await expect(busy).rejects.toThrow('enough');
  await expect(waiting).rejects.toThrow('enough');
  expect(performance.now() - startedAt).toBeLessThan(200);
  const next = await pool.run({ do: 'echo', value: 1 }, options());
  expect(next.pid).not.toBe(pid);
  expect(() => process.kill(pid, 0)).toThrow();
});

test('work that takes too long is ended, and a refusal keeps its code', async () => {
  open();
  await pool.run({ do: 'echo', value: 0 }, options());
  await expect(pool.run({ do: 'block', ms: 60_000 }, { ...options(), timeoutMs: 200 })).rejects.toMatchObject(
    {
      code: 'timeout',
    },
  );
  await expect(pool.run({ do: 'refuse' }, options())).rejects.toMatchObject({ code: 'unsupported-markup' });
  await expect(pool.run({ do: 'fail' }, options())).rejects.toMatchObject({ code: 'synthesis-failed' });
});

test('closing ends the processes and fails what is left', async () => {
  open();
  const { pid } = await pool.run({ do: 'echo', value: 0 }, options());
  const left = [1, 2].map(() => pool.run({ do: 'block', ms: 60_000 }, options()));
  const outcomes = Promise.allSettled(left);
  await pool.close();
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ reason: { code: 'engine-unavailable' } });
  expect(() => process.kill(pid, 0)).toThrow();
  await expect(pool.run({ do: 'echo', value: 0 }, options())).rejects.toMatchObject({
    code: 'engine-unavailable',
  });
});
