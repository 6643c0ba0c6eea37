import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openingExceptions, openingHours, workspaces } from '../../db/schema/index.ts';
import { readOpenHours } from './openHours.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const ZONE = 'Europe/Berlin';

test('a business is open by its local hours, breaks and exceptions; without any hours always', async () => {
  const { workspaceId } = await createWorkspace(db);
  // A Monday, an hour before midnight there.
  const now = new Date('2025-03-03T22:00:00Z');
  const read = () =>
    db.database.withWorkspace(workspaceId, (tx) => readOpenHours(tx, workspaceId, ZONE, now));
  expect((await read())(now)).toBe(true);
  await db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.update(workspaces).set({ timeZone: ZONE }).where(eq(workspaces.id, workspaceId));
    await tx.insert(openingHours).values([
      { workspaceId, weekday: 1, opensMinute: 9 * 60, closesMinute: 12 * 60 },
      { workspaceId, weekday: 1, opensMinute: 13 * 60, closesMinute: 24 * 60 },
      { workspaceId, weekday: 2, opensMinute: 0, closesMinute: 60 },
      { workspaceId, weekday: 3, opensMinute: 9 * 60, closesMinute: 12 * 60 },
    ]);
    await tx
      .insert(openingExceptions)
      .values({ workspaceId, day: '2025-03-05', name: 'Closed', opensMinute: null, closesMinute: null });
  });
  const isOpen = await read();
  const at = (time: string) => isOpen(new Date(time));
  expect([at('2025-03-03T10:59:59Z'), at('2025-03-03T11:00:00Z'), at('2025-03-03T12:00:00Z')]).toEqual([
    true,
    false,
    true,
  ]);
  // Past midnight, while the call goes on.
  expect([at('2025-03-03T23:30:00Z'), at('2025-03-04T00:00:00Z')]).toEqual([true, false]);
  expect(at('2025-03-05T09:00:00Z')).toBe(false);
});
