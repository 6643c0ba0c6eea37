import { sql } from 'drizzle-orm';
import pg from 'pg';
import { WorkspaceEvent } from '../../../shared/api/operations.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { EVENTS_CHANNEL } from '../../db/notify.ts';

/** Why an attempt's signal was aborted. */
export type Interruption = 'cancelled' | 'lost';

/** A worker's hold on an attempt. Nobody else begins the same version while it lasts. */
export interface AttemptLease {
  /** Aborted with an `Interruption` when somebody cancels the version or the database is lost. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/** The advisory lock that an attempt's worker holds; `voiceops_attempt_lives` looks for the same. */
const lockName = (attemptId: string) => `attempt:${attemptId}`;

/**
 * Takes the lease on a session of its own, which dies with the worker and with the database: then the
 * lease is free at once. The session also listens, so that a cancellation stops the work within moments.
 */
export async function holdAttempt(
  database: Database,
  versionId: string,
  attemptId: string,
): Promise<AttemptLease> {
  // Not one of the pool's: attempts that each held one while waiting for a second would wait for ever.
  const client = new pg.Client(database.pool.options);
  const interruption = new AbortController();
  const onNotification = ({ payload }: { payload?: string | undefined }) => {
    if (cancels(payload, versionId)) interruption.abort('cancelled' satisfies Interruption);
  };
  const onError = () => interruption.abort('lost' satisfies Interruption);
  client.on('notification', onNotification);
  client.on('error', onError);
  // Ending the session gives the lock back and stops listening, also when the database is no longer there to say so.
  const end = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(`listen ${EVENTS_CHANNEL}`);
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [lockName(attemptId)]);
  } catch (error) {
    void end();
    throw error;
  }
  return { signal: interruption.signal, release: end };
}

/** Anything on the channel that is not ours is left alone: it must not end the worker. */
function cancels(payload: string | undefined, versionId: string): boolean {
  try {
    const event = WorkspaceEvent.safeParse(JSON.parse(payload ?? '{}').event).data;
    return event?.type === 'version-state' && event.versionId === versionId && event.state === 'cancelled';
  } catch {
    return false;
  }
}

/** Whether some worker still holds this attempt. */
export async function attemptLives(tx: WorkspaceTx, attemptId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ lives: boolean }>(
    sql`select voiceops_attempt_lives(${attemptId}::uuid) as lives`,
  );
  return rows[0]?.lives === true;
}
