import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('makes a workspace', async () => {
  const { workspaceId } = await createWorkspace(db);
  expect(workspaceId).toBeTruthy();
});
