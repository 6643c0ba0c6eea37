import pg from 'pg';
import { WorkspaceEvent } from '../../../shared/api/operations.ts';
import type { Database } from '../../db/database.ts';
import { EVENTS_CHANNEL } from '../../db/notify.ts';

/** Whoever holds an attempt on the session, and how to interrupt it. */
interface Holder {
  versionId: string;
  interrupt(reason: 'cancelled' | 'lost'): void;
}

/** The database session on which this process holds its attempts; what it locks is free once it ends. */
interface AttemptSession {
  /** Takes the lock; its holder is interrupted from now on. Throws when the session is lost. */
  lock(name: string, holder: Holder): Promise<void>;
  /** Gives the lock back. Never throws: a lost session gave it back already. */
  unlock(name: string, holder: Holder): Promise<void>;
}

/** Attempts follow each other closely; a session that waited longer may have been cut off without a word. */
const IDLE_MS = 10_000;
/** A session whose database says nothing for so long is lost. */
const ANSWER_MS = 10_000;

const sessions = new WeakMap<Database, Promise<AttemptSession>>();

/**
 * The session of this process, opened when there is none. Its connection is not one of the pool's: attempts that
 * each held one while waiting for a second would wait for ever.
 */
export function attemptSession(database: Database): Promise<AttemptSession> {
  const known = sessions.get(database);
  if (known) return known;
  const forget = () => {
    if (sessions.get(database) === opening) sessions.delete(database);
  };
  const opening: Promise<AttemptSession> = open(database, forget).catch((error: unknown) => {
    forget();
    throw error;
  });
  sessions.set(database, opening);
  return opening;
}

async function open(database: Database, onOver: () => void): Promise<AttemptSession> {
  const client = new pg.Client({
    ...database.pool.options,
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  const holders = new Set<Holder>();
  let turn: Promise<unknown> = Promise.resolve();
  /** One query after the other, as the driver wants it. */
  const ask = (query: string, values: string[] = []): Promise<unknown> => {
    const answer = turn.then(() => client.query(query, values));
    turn = answer.catch(() => undefined);
    return answer;
  };
  let idle: NodeJS.Timeout | undefined;
  // Ending the session gives the locks back and stops listening, also when the database is no longer there to say so.
  const end = () => {
    onOver();
    clearTimeout(idle);
    void client.end().catch(() => undefined);
    for (const holder of holders) holder.interrupt('lost');
  };
  const restIfUnused = () => {
    clearTimeout(idle);
    if (holders.size === 0) idle = setTimeout(end, IDLE_MS).unref();
  };
  client.on('error', end);
  client.on('notification', ({ payload }) => {
    const cancelled = cancelledIn(payload);
    for (const holder of holders) if (holder.versionId === cancelled) holder.interrupt('cancelled');
  });
  try {
    await client.connect();
    await ask(`listen ${EVENTS_CHANNEL}`);
  } catch (error) {
    end();
    throw error;
  }
  restIfUnused();
  return {
    async lock(name, holder) {
      clearTimeout(idle);
      holders.add(holder);
      try {
        await ask('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
      } catch (error) {
        end();
        throw error;
      }
    },
    async unlock(name, holder) {
      holders.delete(holder);
      try {
        await ask('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
        restIfUnused();
      } catch {
        end();
      }
    },
  };
}

/** The version whose cancellation is told; anything on the channel that is not ours is left alone. */
function cancelledIn(payload: string | undefined): string | null {
  try {
    const event = WorkspaceEvent.safeParse(JSON.parse(payload ?? '{}').event).data;
    return event?.type === 'version-state' && event.state === 'cancelled' ? event.versionId : null;
  } catch {
    return null;
  }
}
