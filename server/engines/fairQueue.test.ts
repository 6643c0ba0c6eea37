import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairQueue } from './fairQueue.ts';

const signal = () => new AbortController().signal;

test('one of another workspace comes after one, not after a hundred', async () => {
  const queue = new FairQueue(1);
  const order: string[] = [];
  const leave = await queue.enter('first', signal());
  const work = async (workspace: string) => {
    const done = await queue.enter(workspace, signal());
    order.push(workspace);
    done();
  };
  const all = [...Array.from({ length: 100 }, () => work('many')), work('one')];
  expect([queue.active, queue.length]).toEqual([1, 101]);
  leave();
  await Promise.all(all);
  expect(order.indexOf('one')).toBe(1);
  expect([queue.active, queue.length]).toEqual([0, 0]);
});

test('whatever comes, leaves and gives up: never more than its size, nobody forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ workspace: fc.constantFrom('a', 'b', 'c'), givesUp: fc.boolean() }), {
        maxLength: 40,
      }),
      async (size, people) => {
        const queue = new FairQueue(size);
        let inside = 0;
        let served = 0;
        let gaveUp = 0;
        const visits = people.map(async ({ workspace, givesUp }) => {
          const controller = new AbortController();
          if (givesUp) queueMicrotask(() => controller.abort(new Error('gave up')));
          try {
            const leave = await queue.enter(workspace, controller.signal);
            inside++;
            expect(inside).toBeLessThanOrEqual(size);
            await Promise.resolve();
            inside--;
            served++;
            leave();
            leave();
          } catch (error) {
            expect((error as Error).message).toBe('gave up');
            gaveUp++;
          }
        });
        await Promise.all(visits);
        expect(served + gaveUp).toBe(people.length);
        expect(served).toBeGreaterThanOrEqual(people.filter(({ givesUp }) => !givesUp).length);
        expect([queue.active, queue.length]).toEqual([0, 0]);
      },
    ),
  );
});
