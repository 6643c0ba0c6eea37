import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { forgetDeadJobs } from './forgetDeadJobs.ts';

const log = pino({ level: 'silent' });
let db: TestDatabase;
let holder: pg.Client;
let admin: pg.Client;
beforeAll(async () => {
  db = await createTestDatabase();
  holder = new pg.Client({ connectionString: db.url });
  admin = new pg.Client({ connectionString: db.url });
  await Promise.all([holder.connect(), admin.connect()]);
});
afterAll(async () => {
  await Promise.all([holder?.end(), admin?.end()]);
  await db?.close();
});

test('a database that goes in the middle fails the work, and nothing else', async () => {
  await holder.query('begin');
  await holder.query('lock table graphile_worker._private_jobs');
  const forgetting = expect(forgetDeadJobs(db.url, log)).rejects.toThrow();
  await vi.waitFor(async () => {
    const { rows } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
    );
    expect(rows).toHaveLength(1);
  }, 10_000);
  await forgetting;
  await holder.query('rollback');
  await forgetDeadJobs(db.url, log);
});
