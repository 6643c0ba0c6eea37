import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { WorkspaceTx } from './database.ts';

/** Queued work by name, and what each needs to know. Handlers live in `jobs/`. */
export interface Jobs {
  /** `bulk`: one of many that nobody waits for singly; these take turns with those that somebody does. */
  generateVersion: { workspaceId: string; versionId: string; bulk?: true };
  checkVersion: { workspaceId: string; versionId: string; runId: string };
  deliverWebhook: { workspaceId: string; deliveryId: string };
  runRelease: { workspaceId: string; releaseId: string };
  pullVoice: { workspaceId: string; pullId: string };
  trainVoice: { workspaceId: string; customVoiceId: string };
  /** Deletes what an engine keeps of a voice that is gone here. */
  removeVoiceCopy: { workspaceId: string; customVoiceId: string };
  /** Takes down what is live in the voices of a consent that is over. */
  endConsent: { workspaceId: string; consentId: string };
  /** What a call cost, and its personal data taken out of what is kept. */
  finishCall: { workspaceId: string; callId: string };
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
  /** Smaller runs sooner; 0 by default. Without meaning for work in turns. */
  priority?: number;
}

/** Long work, in which workspaces, and people and batches within them, take turns: a thousand keep no one waiting. */
const IN_TURNS = new Set<keyof Jobs>(['generateVersion']);
/** The queue's priorities have 16 bits. Beyond them, first come, first served. */
const LAST_TURN = 32_767;

/** Queues work in the caller's own transaction: it exists exactly when what it is about exists. */
export async function enqueue<Name extends keyof Jobs>(
  tx: WorkspaceTx,
  name: Name,
  payload: Jobs[Name],
  { key, ...options }: JobOptions = {},
): Promise<void> {
  await enqueueAll(tx, name, [{ payload, key }], options);
}

/** As `enqueue`, for many jobs of one workspace and one lane in one statement; each has its own key. */
export async function enqueueAll<Name extends keyof Jobs>(
  tx: WorkspaceTx,
  name: Name,
  jobs: readonly { payload: Jobs[Name]; key?: string | undefined }[],
  options: Omit<JobOptions, 'key'> = {},
): Promise<void> {
  const [first] = jobs;
  if (!first) return;
  const priority = IN_TURNS.has(name)
    ? sql`least(${LAST_TURN}, (select voiceops_last_turn(${name}, ${first.payload.workspaceId}, ${'bulk' in first.payload})) + position)::int`
    : sql`${options.priority ?? 0}::int`;
  // The queue takes the key from a job that was replaced while it ran: with a key for all, those can be told by it.
  const keyed = jobs.map(({ payload, key }) => ({ payload, key: key ?? v7() }));
  // A definer function (migrations) gives the app role this one door into the queue's schema.
  await tx.execute(
    sql`select voiceops_enqueue(${name}, job -> 'payload', ${options.runAt?.toISOString() ?? null}::timestamptz, job ->> 'key', ${options.maxAttempts ?? 3}, ${priority}) from json_array_elements(${JSON.stringify(keyed)}::json) with ordinality as queued(job, position)`,
  );
}
