import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { openDatabase } from './database.ts';
import { projects } from './schema/index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** What a restart of the database does to those who are connected. */
async function breakConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
}

test('a transaction that loses its connection fails, keeps nothing, and the next one works', async () => {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const project = {
    workspaceId,
    name: 'Lost',
    purpose: 'support' as const,
    createdByKind: 'user' as const,
    createdById: ownerId,
    createdByName: 'Olga',
  };
  const interrupted = db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.insert(projects).values(project);
    await breakConnections();
    // The break arrives while no query waits for an answer.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.execute(sql`select 1`);
  });
  await expect(interrupted).rejects.toThrow();
  await breakConnections();
  const found = await db.database.withWorkspace(workspaceId, (tx) => tx.select().from(projects));
  expect(found).toEqual([]);
});

test('a transaction that cannot even begin gives its connection back', async () => {
  const { workspaceId } = await createWorkspace(db);
  const database = openDatabase(db.url, 1);
  for (const begin of [
    () => database.withWorkspace(workspaceId, async () => undefined),
    () => database.outside.transaction(async () => undefined),
  ]) {
    database.pool.once('acquire', (client) => void client.end());
    await expect(begin()).rejects.toThrow();
    expect(await database.withWorkspace(workspaceId, async () => 'works')).toBe('works');
  }
  await database.close();
});
