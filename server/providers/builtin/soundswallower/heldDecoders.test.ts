import { expect, test } from 'vitest';
import { type Held, HeldDecoders, MOST_HELD } from './heldDecoders.ts';

const held = () => ({ added: 0 }) as Held;

test('there are only so many: who comes later waits for the first that is given back', async () => {
  let made = 0;
  const decoders = new HeldDecoders(async () => {
    made++;
    return held();
  });
  const first = await Promise.all(Array.from({ length: MOST_HELD }, () => decoders.take('a')));
  expect(new Set(first).size).toBe(MOST_HELD);
  const later: Held[] = [];
  const waiting = ['a', 'b'].map((jsgf) => decoders.take(jsgf).then((each) => later.push(each)));
  await new Promise((resolve) => setImmediate(resolve));
  expect([made, later]).toEqual([MOST_HELD, []]);
  decoders.giveBack(first[3]!);
  decoders.giveBack(first[1]!);
  await Promise.all(waiting);
  expect(later[0]).toBe(first[3]);
  expect(later[1]).toBe(first[1]);
  expect(made).toBe(MOST_HELD);
});

test('one that followed the same grammar last is taken before others', async () => {
  const decoders = new HeldDecoders(async () => held());
  const [one, other] = [await decoders.take('a'), await decoders.take('b')];
  one.jsgf = 'a';
  other.jsgf = 'b';
  decoders.giveBack(one);
  decoders.giveBack(other);
  expect(await decoders.take('a')).toBe(one);
});

test('one that cannot be made is told to whoever waits for it, and the next one is tried for', async () => {
  let tried = 0;
  const decoders = new HeldDecoders(async () => {
    if (++tried <= MOST_HELD) throw new Error('no memory');
    return held();
  });
  const outcomes = await Promise.allSettled(Array.from({ length: MOST_HELD + 1 }, () => decoders.take('a')));
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(MOST_HELD);
  expect(outcomes.at(-1)!.status).toBe('fulfilled');
});

test('one whose dictionary is full is replaced', async () => {
  const deleted: string[] = [];
  const decoders = new HeldDecoders(
    async () =>
      ({
        added: 0,
        decoder: { delete: () => deleted.push('words') },
        sounds: { delete: () => deleted.push('sounds') },
      }) as unknown as Held,
  );
  const all = await Promise.all(Array.from({ length: MOST_HELD }, () => decoders.take('a')));
  const next = decoders.take('a');
  all[0]!.added = 1_000_000;
  decoders.giveBack(all[0]!);
  expect(all).not.toContain(await next);
  expect(deleted).toEqual(['words', 'sounds']);
});
