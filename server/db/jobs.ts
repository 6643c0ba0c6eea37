import { sql } from 'drizzle-orm';
import type { WorkspaceTx } from './database.ts';

/** Queued work by name, and what each needs to know. Handlers live in `jobs/`. */
export interface Jobs {
  generateVersion: { workspaceId: string; versionId: string };
  deliverWebhook: { workspaceId: string; deliveryId: string };
  runRelease: { workspaceId: string; releaseId: string };
  showSample: { workspaceId: string; userId: string; versionId: string; showing: SampleShowing };
}

/** What a version of the sample content is to show, once it is ready. */
export interface SampleShowing {
  status: 'in_review' | 'approved';
  /** Where it goes live once it is approved. */
  live?: { channel: string; slot: string };
  /** A comment, on a range of the audio where one is given. */
  comment?: { text: string; startMs?: number; endMs?: number };
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
