import { sql } from 'drizzle-orm';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { attemptSession } from './attemptSession.ts';

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
 * Takes the lease on the session that this process holds all its attempts on, which dies with the worker and with
 * the database: then the lease is free at once. The session also listens, so that a cancellation stops the work
 * within moments.
 */
export async function holdAttempt(
  database: Database,
  versionId: string,
  attemptId: string,
): Promise<AttemptLease> {
  const session = await attemptSession(database);
  const interruption = new AbortController();
  const holder = {
    versionId,
    interrupt: (reason: Interruption) => interruption.abort(reason),
  };
  await session.lock(lockName(attemptId), holder);
  return { signal: interruption.signal, release: () => session.unlock(lockName(attemptId), holder) };
}

/** Whether some worker still holds this attempt. */
export async function attemptLives(tx: WorkspaceTx, attemptId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ lives: boolean }>(
    sql`select voiceops_attempt_lives(${attemptId}::uuid) as lives`,
  );
  return rows[0]?.lives === true;
}
