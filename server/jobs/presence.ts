import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import { findAbsentPools, freeJobsOf, jobsOf, lockPool, unlockPool } from './queueLocks.ts';

/** How often a process shows that it is there, and looks for those that are not. */
const ROUND_MS = 1_000;
const RECONNECT_MS = 200;
/**
 * A pool must be seen absent for this long, over one connection without a break, before its jobs are freed:
 * after a restart of the database everyone comes back within RECONNECT_MS.
 */
const ABSENCE_MS = 4_000;
/** A process that could not show itself for this long stops its jobs: shorter than ABSENCE_MS, so never two run at once. */
const UNSEEN_LIMIT_MS = 3_000;
const QUERY_LIMIT_MS = 2_500;

/** This process's sign of life among all that share the queue. */
export interface Presence {
  /** Takes the pool's lock, now and after every interruption. */
  add(pool: string): void;
  /** Lets go of it: whatever the pool still holds is free for others. */
  remove(pool: string): Promise<void>;
  /** Resolves once the locks of all pools are held, or when the signal is aborted. */
  shown(signal: AbortSignal): Promise<void>;
  /** Gives the pool's remaining jobs back to the queue, as soon as the database can be reached. */
  handBack(pool: string): Promise<void>;
  close(): Promise<void>;
}

export interface PresenceOptions {
  /** A session's own connection, not a pooler's shared one: it holds the locks. */
  url: string;
  log: BaseLogger;
  /** The jobs that this process is working on, by their id in the queue. */
  running: () => string[];
  /** Others may have, or have, taken over what runs here: it must be given up. */
  onLost: () => void;
}

/** Opens the connection that holds the locks, and keeps it open. */
export function openPresence({ url, log, running, onLost }: PresenceOptions): Presence {
  const pools = new Set<string>();
  const closing = new AbortController();
  let session: { client: pg.Client; held: Set<string> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const waiting: (() => void)[] = [];
  let wake = new AbortController();
  let unseen: NodeJS.Timeout | undefined;

  /** One thing at a time on the connection: its transactions must not mix. */
  function exclusively<T>(work: (client: pg.Client, held: Set<string>) => Promise<T>): Promise<T> {
    const mine = turn.then(() => {
      if (!session) throw new Error('There is no connection to the database at the moment.');
      return work(session.client, session.held);
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  const isShown = () => session !== undefined && [...pools].every((pool) => session?.held.has(pool));

  async function showUp(client: pg.Client, held: Set<string>): Promise<void> {
    for (const pool of pools)
      if (!held.has(pool)) {
        await lockPool(client, pool);
        held.add(pool);
      }
    if (isShown()) for (const done of waiting.splice(0)) done();
    const before = running();
    const ours = await jobsOf(client, [...pools]);
    const still = new Set(running());
    if (before.some((id) => !ours.has(id) && still.has(id))) onLost();
  }

  async function rounds(client: pg.Client): Promise<void> {
    const held = new Set<string>();
    const absentSince = new Map<string, number>();
    session = { client, held };
    client.on('end', () => wake.abort());
    while (!closing.signal.aborted) {
      await exclusively(showUp);
      const absent = await exclusively(findAbsentPools);
      for (const pool of absentSince.keys()) if (!absent.includes(pool)) absentSince.delete(pool);
      for (const pool of absent) {
        if (pools.has(pool)) continue;
        const since = absentSince.get(pool) ?? Date.now();
        absentSince.set(pool, since);
        if (Date.now() - since < ABSENCE_MS) continue;
        const jobs = await exclusively((own) => freeJobsOf(own, pool));
        absentSince.delete(pool);
        if (jobs > 0) log.warn({ jobs }, 'took over the jobs of a worker that is gone');
      }
      wake = new AbortController();
      if (isShown() && !closing.signal.aborted) await pause(ROUND_MS, wake.signal);
    }
  }

  /** Starts the time after which nobody can be sure that we are still here. */
  function countUnseen(): void {
    clearTimeout(unseen);
    unseen = setTimeout(onLost, UNSEEN_LIMIT_MS);
  }

  const life = (async () => {
    while (!closing.signal.aborted) {
      let client: pg.Client | undefined;
      try {
        client = await connect(url);
        clearTimeout(unseen);
        unseen = undefined;
        await rounds(client);
      } catch (error) {
        if (session) log.warn({ err: error }, 'the worker lost its connection to the database');
        // While the server itself is down nobody else can take jobs over.
        if (unseen === undefined || isServerDown(error)) countUnseen();
      }
      session = undefined;
      if (client) await end(client);
      await pause(RECONNECT_MS, closing.signal);
    }
    clearTimeout(unseen);
  })();

  return {
    add(pool) {
      pools.add(pool);
      wake.abort();
    },
    async remove(pool) {
      pools.delete(pool);
      await exclusively(async (client, held) => {
        if (held.delete(pool)) await unlockPool(client, pool);
      }).catch(() => undefined);
    },
    async shown(signal) {
      if (isShown()) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          signal.removeEventListener('abort', done);
          resolve();
        };
        waiting.push(done);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      });
    },
    async handBack(pool) {
      while (!closing.signal.aborted) {
        const done = await exclusively((client) => freeJobsOf(client, pool)).then(
          () => true,
          () => false,
        );
        if (done) return;
        await pause(RECONNECT_MS, closing.signal);
      }
    },
    async close() {
      closing.abort();
      wake.abort();
      for (const done of waiting.splice(0)) done();
      await life;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'voiceops worker presence',
    connectionTimeoutMillis: QUERY_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS,
    keepAlive: true,
    // A machine that vanished without closing its connection is let go of in about eleven seconds, not in two hours.
    options: '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await end(client);
    throw error;
  }
}

async function end(client: pg.Client): Promise<void> {
  // A dead peer never answers the goodbye.
  await Promise.race([client.end(), delay(500, undefined, { ref: false })]).catch(() => undefined);
}

function isServerDown(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Nobody listens; or the server says that it shuts down, starts or recovers.
  return ['ECONNREFUSED', '57P01', '57P02', '57P03'].includes(code);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal }).catch(() => undefined);
}
