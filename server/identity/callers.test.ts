import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { createApiKey, revokeApiKey } from './apiKeys.ts';
import { createCallers } from './callers.ts';
import { ownerCaller } from './createWorkspace.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db?.close());

test('a revoked key ends at once where it was revoked, and within seconds on other nodes', async () => {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { id, key } = await createApiKey(db.database, owner, { name: 'Robot', scopes: ['workspace:read'] });
  const log = { warn: () => {} };
  const [here, elsewhere] = [createCallers(db.database, log), createCallers(db.database, log)];
  expect(await here.ofKey(key)).toMatchObject({ workspaceId, userId: ownerId, role: null });
  expect(await elsewhere.ofKey(key)).not.toBeNull();
  await revokeApiKey(db.database, owner, id);
  here.forget();
  expect(await here.ofKey(key)).toBeNull();
  await expect.poll(() => elsewhere.ofKey(key), { timeout: 6000, interval: 200 }).toBeNull();
  await Promise.all([here.settled(), elsewhere.settled()]);
}, 10_000);

test('many requests with one key ask the database once', async () => {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { key } = await createApiKey(db.database, owner, { name: 'Robot', scopes: ['workspace:read'] });
  let acquired = 0;
  const count = () => {
    acquired++;
  };
  const callers = createCallers(db.database, { warn: () => {} });
  await callers.ofKey(key);
  await callers.settled();
  db.database.pool.on('acquire', count);
  const found = await Promise.all(Array.from({ length: 100 }, () => callers.ofKey(key)));
  db.database.pool.off('acquire', count);
  expect(found.every((caller) => caller?.workspaceId === workspaceId)).toBe(true);
  expect(acquired).toBe(0);
});
