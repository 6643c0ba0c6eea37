import { setTimeout } from 'node:timers/promises';

/** Begins `count` works, spread evenly over a time; resolves with all results, in order. */
export function spread<Result>(
  count: number,
  rampMs: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await setTimeout((rampMs * index) / count);
      return work(index);
    }),
  );
}

/** Keeps `width` works of a list going; resolves with all results, in order. */
export async function withWidth<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await work(items[index]!);
      }
    }),
  );
  return results;
}
