import { expect, test } from 'vitest';
import { freshly } from './freshly.ts';

function scene() {
  const world = { nowMs: 0, truth: 'first', reads: 0, broken: false, gate: Promise.resolve() };
  const values = freshly<string>({
    freshMs: 10,
    staleMs: 100,
    most: 2,
    now: () => world.nowMs,
    read: async (key) => {
      world.reads += 1;
      const read = `${key} ${world.truth}`;
      await world.gate;
      if (world.broken) throw new Error('away');
      return read;
    },
  });
  return { world, values };
}

test('what was read is believed for a while, and shared by whoever asks meanwhile', async () => {
  const { world, values } = scene();
  expect(await Promise.all([values.get('a'), values.get('a')])).toEqual(['a first', 'a first']);
  world.truth = 'second';
  world.nowMs = 9;
  expect(await values.get('a')).toBe('a first');
  world.nowMs = 10;
  expect(await values.get('a')).toBe('a second');
  expect(world.reads).toBe(2);
});

test('while reading fails what was known answers, but not for ever, and never what was forgotten', async () => {
  const { world, values } = scene();
  await values.get('a');
  await values.get('b');
  world.broken = true;
  world.nowMs = 99;
  expect(await values.get('a')).toBe('a first');
  values.forget((key) => key === 'b');
  await expect(values.get('b')).rejects.toThrow('away');
  world.nowMs = 100;
  await expect(values.get('a')).rejects.toThrow('away');
});

test('what was forgotten while it was read is not kept', async () => {
  const { world, values } = scene();
  let open = () => {};
  world.gate = new Promise((resolve) => {
    open = resolve;
  });
  const early = values.get('a');
  values.forget(() => true);
  world.truth = 'second';
  open();
  expect(await early).toBe('a first');
  expect(await values.get('a')).toBe('a second');
});
