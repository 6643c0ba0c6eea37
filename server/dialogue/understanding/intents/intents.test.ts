import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { classifierOf } from './classifier.ts';
import { learnAside } from './learnAside.ts';
import { learnIntents } from './learnIntents.ts';

test('what a thread learns is what is learned here, and it is taken in by small steps', async () => {
  const found = await learnAside();
  expect(found).toEqual(learnIntents());
  const steps = classifierOf(found);
  let count = 1;
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    count += 1;
    await setImmediate();
  }
  expect(step.value.classify('where is my parcel')[0]!.label).toBe('track-package');
  expect(count).toBeGreaterThan(30);
}, 120_000);
