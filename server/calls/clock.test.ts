import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openTimerWheel } from './clock.ts';

test('whoever waits is woken once, in order and never too early; who took it back is not', async () => {
  const wheel = openTimerWheel(5);
  const now = wheel.nowMs();
  const woken: { name: string; lateMs: number }[] = [];
  const wait = (name: string, ms: number) =>
    wheel.at(now + ms, () => woken.push({ name, lateMs: wheel.nowMs() - now - ms }));
  wait('second', 40);
  wait('first', 20);
  const cancel = wait('never', 30);
  wait('past', -100);
  cancel();
  cancel();
  await expect.poll(() => woken.length).toBe(3);
  expect(woken.map(({ name }) => name)).toEqual(['past', 'first', 'second']);
  for (const { lateMs } of woken) expect(lateMs).toBeGreaterThanOrEqual(0);
  // After a rest it goes on, and an end is an end.
  const again = wheel.nowMs();
  await new Promise<void>((resolve) => wheel.at(again + 10, resolve));
  wheel.at(wheel.nowMs() + 5, () => woken.push({ name: 'after the end', lateMs: 0 }));
  wheel.close();
  await sleep(20);
  expect(woken).toHaveLength(3);
});
