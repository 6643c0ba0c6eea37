import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { takeTurn } from './upkeep.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db?.close());

const DAY_MS = 86_400_000;
const done = () => Promise.resolve();

test('of all processes that ask at once, one does it, and again when the time is over', async () => {
  const ask = (times: { everyMs: number; retryMs: number }) =>
    Promise.all(Array.from({ length: 5 }, () => takeTurn(db.database, 'tidy', times, done)));
  expect((await ask({ everyMs: DAY_MS, retryMs: DAY_MS })).filter(Boolean)).toHaveLength(1);
  expect((await ask({ everyMs: DAY_MS, retryMs: DAY_MS })).filter(Boolean)).toHaveLength(0);
  const other = (everyMs: number) => takeTurn(db.database, 'other', { everyMs, retryMs: DAY_MS }, done);
  expect([await other(0), await other(DAY_MS), await other(DAY_MS)]).toEqual([true, true, false]);
});

test('what failed is due again soon, and not at once', async () => {
  const fail = (retryMs: number) =>
    takeTurn(db.database, 'fails', { everyMs: DAY_MS, retryMs }, () => Promise.reject(new Error('no disk')));
  await expect(fail(0)).rejects.toThrow('no disk');
  await expect(fail(DAY_MS)).rejects.toThrow('no disk');
  expect(await fail(DAY_MS)).toBe(false);
});
