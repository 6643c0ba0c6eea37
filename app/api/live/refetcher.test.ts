import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refetcher } from './refetcher.ts';

let client: QueryClient;
let refetcher: Refetcher;
beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  refetcher = new Refetcher(client);
});
afterEach(() => {
  refetcher.stop();
  client.clear();
  vi.useRealTimers();
});

/** A query on screen, whose answers take this long and are counted. */
function show(queryKey: string[], takesMs: number) {
  const asked = { times: 0, aborted: 0 };
  const observer = new QueryObserver(client, {
    queryKey,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      new Promise((resolve) => {
        asked.times++;
        signal.addEventListener('abort', () => asked.aborted++);
        setTimeout(() => resolve(asked.times), takesMs);
      }),
  });
  observer.subscribe(() => {});
  return asked;
}

test('500 events of a batch over a minute are a few fetches, and the last of them comes after the last event', async () => {
  const batch = show(['batches', 'one', 'b'], 50);
  const other = show(['voices'], 50);
  await vi.advanceTimersByTimeAsync(100);
  for (let event = 0; event < 500; event++) {
    refetcher.add([['batches'], ['scripts']]);
    await vi.advanceTimersByTimeAsync(120);
  }
  const during = batch.times;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(during).toBeLessThan(25);
  expect(batch.times).toBe(during + 1);
  expect(other.times).toBe(1);
});

test('a single event is fetched within 250 ms, also after a busy time', async () => {
  const batch = show(['batches', 'one', 'b'], 10);
  await vi.advanceTimersByTimeAsync(100);
  for (let event = 0; event < 20; event++) {
    refetcher.add([['batches']]);
    await vi.advanceTimersByTimeAsync(250);
  }
  await vi.advanceTimersByTimeAsync(20_000);
  const before = batch.times;
  refetcher.add([['batches']]);
  await vi.advanceTimersByTimeAsync(260);
  expect(batch.times).toBe(before + 1);
});

test('an event during a fetch does not abort it and is fetched once more after it', async () => {
  const slow = show(['reviews'], 1_500);
  await vi.advanceTimersByTimeAsync(100);
  refetcher.add([['reviews']]);
  await vi.advanceTimersByTimeAsync(1_300);
  expect(slow).toEqual({ times: 1, aborted: 0 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(slow).toEqual({ times: 2, aborted: 0 });
});
