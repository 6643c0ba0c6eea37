import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Wheel } from './wheel.ts';

test('a clock that falls ever further behind leaves time for everything else', async () => {
  const wheel = new Wheel();
  let ticks = 0;
  const leave = wheel.add({
    tick: () => {
      // Longer than the time until it is due again; where nothing else runs, it ends at last.
      for (const sinceMs = performance.now(); performance.now() - sinceMs < 30; );
      if (++ticks === 100) leave();
    },
  });
  await setTimeout(100);
  leave();
  expect(ticks).toBeLessThan(50);
  expect(wheel.lateMs.at(-1)).toBeGreaterThan(20);
});
