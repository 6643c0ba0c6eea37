import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { claimUpkeep } from './upkeep.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db?.close());

test('of all processes that ask at once, one has its turn, and again when the time is over', async () => {
  const ask = (everyMs: number) =>
    Promise.all(Array.from({ length: 5 }, () => claimUpkeep(db.database, 'tidy', everyMs)));
  expect((await ask(60_000)).filter(Boolean)).toHaveLength(1);
  expect((await ask(60_000)).filter(Boolean)).toHaveLength(0);
  expect(await claimUpkeep(db.database, 'other', 60_000)).toBe(true);
  expect(await claimUpkeep(db.database, 'tidy', 0)).toBe(true);
});
