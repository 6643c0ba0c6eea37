import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceEvent } from '../../shared/api/operations.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { type EventBus, openEventBus } from './eventBus.ts';
import { notify } from './notify.ts';

let db: TestDatabase;
let bus: EventBus;
beforeAll(async () => {
  db = await createTestDatabase();
  bus = await openEventBus(db.url);
});
afterAll(async () => {
  await bus.close();
  await db.close();
});

const tell = (workspaceId: string, channel: string) =>
  db.database.withWorkspace(workspaceId, (tx) =>
    notify(tx, workspaceId, { type: 'channel-changed', channel }),
  );

/** The next `count` events of a workspace. */
function next(workspaceId: string, count: number): Promise<WorkspaceEvent[]> {
  return new Promise((resolve) => {
    const seen: WorkspaceEvent[] = [];
    const stop = bus.subscribe(workspaceId, (event) => {
      seen.push(event);
      if (seen.length === count) {
        stop();
        resolve(seen);
      }
    });
  });
}

test('a committed change reaches the subscribers of its workspace and nobody else', async () => {
  const mine = await createWorkspace(db);
  const other = await createWorkspace(db);
  const toMe = next(mine.workspaceId, 2);
  await tell(mine.workspaceId, 'first');
  await tell(other.workspaceId, 'elsewhere');
  await expect(
    db.database.withWorkspace(mine.workspaceId, async (tx) => {
      await notify(tx, mine.workspaceId, { type: 'channel-changed', channel: 'rolled back' });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await tell(mine.workspaceId, 'second');
  expect(await toMe).toEqual([
    { type: 'channel-changed', channel: 'first' },
    { type: 'channel-changed', channel: 'second' },
  ]);
});

test('a lost connection comes back and says that changes may have been missed', async () => {
  const { workspaceId } = await createWorkspace(db);
  const gap = new Promise<void>((resolve) => bus.onGap(resolve));
  await endListeners();
  await gap;
  const after = next(workspaceId, 1);
  await tell(workspaceId, 'again');
  expect(await after).toEqual([{ type: 'channel-changed', channel: 'again' }]);
});

async function endListeners(): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'voiceops events' and datname = current_database()`,
  );
  await client.end();
}
