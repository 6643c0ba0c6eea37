import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runDrizzle } from 'drizzle-orm/node-postgres/migrator';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { ensureAppRole, refuseUnsafeRole } from './appRole.ts';

/** "voiceops" in hexadecimal: the advisory lock that lets one node at a time migrate. */
const MIGRATION_LOCK = '8533786532428308595';

/**
 * Brings the database to the schema of this release: the app role, the job queue's tables, then our own.
 * Nodes that start together take turns; the later ones find nothing to do.
 * @param url of the user who owns, or will own, the tables
 * @throws Error with a sentence for the operator, when the role cannot be made or would bypass row-level security
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'voiceops migrate' });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await ensureAppRole(client);
    await runMigrations({ connectionString: url, logger: silent });
    await runDrizzle(drizzle(client), { migrationsFolder: migrationsFolder() });
    await refuseUnsafeRole(client);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

const silent = new Logger(() => () => undefined);

/** The SQL files are not compiled: seen from `dist/server/db` they are where they always were. */
function migrationsFolder(): string {
  const beside = fileURLToPath(new URL('./migrations', import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../../server/db/migrations', import.meta.url));
}
