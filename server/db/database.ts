import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema/index.ts';

/** A transaction that has named its workspace: row-level security lets it see nothing else. */
export type WorkspaceTx = Parameters<Parameters<NodePgDatabase<typeof schema>['transaction']>[0]>[0];

/** The product's door to PostgreSQL, under the role that cannot bypass row-level security. */
export interface Database {
  /** Runs `work` in one transaction inside the workspace; rolls back when it throws. */
  withWorkspace<T>(workspaceId: string, work: (tx: WorkspaceTx) => Promise<T>): Promise<T>;
  /** For what has no workspace yet: sign-in, key look-up, public addresses; sees only what definer functions give. */
  readonly outside: NodePgDatabase<typeof schema>;
  /** The same connections, for prepared queries on hot paths. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens a pool of at most `connections` that acts as `voiceops_app`. Connects lazily. */
export function openDatabase(url: string, connections = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    options: '-c role=voiceops_app -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000',
    application_name: 'voiceops',
  });
  // A connection that breaks (database restarted) is replaced by the pool, and whoever uses it sees the next
  // query fail; without a listener the break itself would end the process. One listener is for idle
  // connections, the other for those in use.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const outside = drizzle(pool, { schema });
  const perClient = new WeakMap<pg.PoolClient, NodePgDatabase<typeof schema>>();
  // drizzle takes a connection for a transaction and keeps it for ever when BEGIN fails, as it does on a
  // connection that has just broken. So the connection is taken, and always given back, here.
  const transaction: typeof outside.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      const known = perClient.get(client) ?? drizzle(client, { schema });
      perClient.set(client, known);
      return await known.transaction(work, config);
    } finally {
      client.release();
    }
  };
  outside.transaction = transaction;
  return {
    pool,
    outside,
    withWorkspace: (workspaceId, work) =>
      transaction(async (tx) => {
        await tx.execute(sql`select set_config('voiceops.workspace_id', ${workspaceId}, true)`);
        return work(tx);
      }),
    close: () => pool.end(),
  };
}
