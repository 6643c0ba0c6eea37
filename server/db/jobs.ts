import { sql } from 'drizzle-orm';
import type { WorkspaceTx } from './database.ts';

/** Queued work by name, and what each needs to know. Handlers live in `jobs/`. */
export interface Jobs {
  generateVersion: { workspaceId: string; versionId: string };
  deliverWebhook: { workspaceId: string; deliveryId: string };
  runRelease: { workspaceId: string; releaseId: string };
}

export interface JobOptions {
  runAt?: Date;
  /** A second job with the same key replaces the first while that has not started. */
  key?: string;
  /** Default 1 for work that is itself recorded as failed; more where the queue does the retrying. */
  maxAttempts?: number;
  /** Smaller runs sooner; 0 by default. */
  priority?: number;
}

/** Queues work in the caller's own transaction: it exists exactly when what it is about exists. */
export async function enqueue<Name extends keyof Jobs>(
  tx: WorkspaceTx,
  name: Name,
  payload: Jobs[Name],
  options: JobOptions = {},
): Promise<void> {
  // A definer function (migrations) gives the app role this one door into the queue's schema.
  await tx.execute(
    sql`select voiceops_enqueue(${name}, ${JSON.stringify(payload)}::json, ${options.runAt?.toISOString() ?? null}::timestamptz, ${options.key ?? null}, ${options.maxAttempts ?? 3}, ${options.priority ?? 0})`,
  );
}

/** As `enqueue`, for many jobs in one statement; each has its own key. */
export async function enqueueAll<Name extends keyof Jobs>(
  tx: WorkspaceTx,
  name: Name,
  jobs: readonly { payload: Jobs[Name]; key: string }[],
  options: Omit<JobOptions, 'key'> = {},
): Promise<void> {
  await tx.execute(
    sql`select voiceops_enqueue(${name}, job -> 'payload', ${options.runAt?.toISOString() ?? null}::timestamptz, job ->> 'key', ${options.maxAttempts ?? 3}, ${options.priority ?? 0}) from json_array_elements(${JSON.stringify(jobs)}::json) as job`,
  );
}
