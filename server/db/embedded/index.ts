import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import { type Cluster, choosePort, EMBEDDED_USER, prepareCluster } from './cluster.ts';
import { findPostmaster, type Postmaster, spawnPostmaster } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** Everything the server keeps is under this folder; made when it is missing. */
  dataDir: string;
  /** TCP port on loopback; without it the last one used, or any free one. */
  port?: number;
  log: BaseLogger;
  /** False gives up fsync: only for data that is thrown away, as in tests. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  /** A superuser's address; it stays the same while the server is restarted under it. */
  readonly url: string;
  /** Fast shutdown: open transactions are rolled back, everything acknowledged is on disk. */
  stop(): Promise<void>;
}

/** Recovery after a crash may take long; a server that ends again and again has another reason. */
const READY_TIMEOUT_MS = 120_000;
const MOST_STARTS = 25;
const READY_POLL_MS = 40;
const FAST_SHUTDOWN_MS = 30_000;
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 10_000;

/**
 * Brings up PostgreSQL over `dataDir` and keeps it up. A server that outlived the process that started it
 * is adopted. Returns once it answers queries.
 * @throws Error with a sentence for the operator when it cannot be brought up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  const cluster = await prepareCluster(options.dataDir, durable);
  const stopping = new AbortController();
  let server = await bringUp(cluster, { ...options, durable, mayMove: true }, stopping.signal);
  const { port } = server;

  const supervision = (async () => {
    const stopped = aborted(stopping.signal);
    let backOffMs = FIRST_BACK_OFF_MS;
    for (;;) {
      const upSince = Date.now();
      await Promise.race([server.exited, stopped]);
      if (stopping.signal.aborted) return;
      log.error({ pid: server.pid }, 'the embedded database ended; starting it again');
      if (Date.now() - upSince > LONGEST_BACK_OFF_MS) backOffMs = FIRST_BACK_OFF_MS;
      for (let back = false; !back; ) {
        await delay(backOffMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (stopping.signal.aborted) return;
        backOffMs = Math.min(backOffMs * 2, LONGEST_BACK_OFF_MS);
        try {
          server = await bringUp(cluster, { ...options, durable, port, mayMove: false }, stopping.signal);
          back = true;
        } catch (error) {
          log.error({ err: error }, 'the embedded database did not start');
        }
      }
    }
  })();

  return {
    url: urlOf(cluster, port, EMBEDDED_USER),
    async stop() {
      stopping.abort();
      await supervision;
      await shutDown(server);
    },
  };
}

interface BringUp {
  port?: number;
  /** The port may be another than the last time: nobody has been told it yet. */
  mayMove: boolean;
  durable: boolean;
  log: BaseLogger;
}

async function bringUp(cluster: Cluster, options: BringUp, signal: AbortSignal): Promise<Postmaster> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let failure: unknown;
  for (let starts = 0; starts < MOST_STARTS && Date.now() < deadline && !signal.aborted; starts++) {
    let server = await findPostmaster(cluster.paths.cluster);
    if (!server) {
      const port = await choosePort(cluster, options.port);
      const settings: Record<string, string> = options.durable
        ? {}
        : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
      server = await spawnPostmaster(cluster.launcher, cluster.paths, port, settings);
    }
    try {
      await untilReady(cluster, server, deadline, signal);
      if (server.port !== (options.port ?? server.port) && !options.mayMove) {
        await shutDown(server);
        continue;
      }
      options.log.info(
        { pid: server.pid, port: server.port, adopted: server.adopted },
        'the embedded database is up',
      );
      return server;
    } catch (error) {
      failure = error;
      if (signal.aborted || Date.now() > deadline) await shutDown(server);
      // Processes of a killed server may need a moment to let go of its memory.
      await delay(READY_POLL_MS * 5);
    }
  }
  throw new Error(
    `The embedded PostgreSQL did not start. What it said is at the end of ${cluster.paths.log}.`,
    { cause: failure },
  );
}

/** Waits until the server answers with the right data folder, and its database exists. */
async function untilReady(
  cluster: Cluster,
  server: Postmaster,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf(cluster, server.port, 'postgres'),
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ folder: string; exists: boolean }>(
        `select current_setting('data_directory') as folder,
                exists (select from pg_database where datname = $1)`,
        [EMBEDDED_USER],
      );
      if (rows[0]?.folder !== cluster.paths.cluster)
        throw new Error(`The server on port ${server.port} serves another folder.`);
      if (!rows[0].exists) await createDatabase(client);
      return;
    } catch (error) {
      if (server.isGone()) throw new Error('The server ended while it was starting.', { cause: error });
      if (Date.now() > deadline || signal.aborted) throw error;
    } finally {
      // A server that is killed meanwhile never answers the goodbye.
      await Promise.race([client.end(), delay(1_000, undefined, { ref: false })]).catch(() => undefined);
    }
    await delay(READY_POLL_MS);
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  await client.query(`create database ${EMBEDDED_USER}`).catch((error: unknown) => {
    // 42P04, 23505: another process that adopted the same server has just made it.
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code !== '42P04' && code !== '23505') throw error;
  });
}

async function shutDown(server: Postmaster): Promise<void> {
  for (const how of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (server.isGone()) return;
    try {
      process.kill(server.pid, how);
    } catch {
      return;
    }
    const patience = new AbortController();
    await Promise.race([
      server.exited,
      delay(FAST_SHUTDOWN_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${EMBEDDED_USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
