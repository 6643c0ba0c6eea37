import { and, eq, isNotNull, ne, or } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { customVoices } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { CloneReference } from '../../speech/contract.ts';
import type { Voices } from '../voices.ts';

const REMOVE_MS = 15_000;

type Made = typeof customVoices.$inferSelect;
interface Job {
  workspaceId: string;
  customVoiceId: string;
}

/** Of the voices made for a personality, those of which something is left, here or at an engine. */
export const leftOf = (workspaceId: string, personalityId: string) =>
  and(
    eq(customVoices.workspaceId, workspaceId),
    eq(customVoices.personalityId, personalityId),
    or(ne(customVoices.state, 'deleted'), isNotNull(customVoices.sealedSecret)),
  );

/**
 * Deletes what an engine keeps of a voice; nothing where it keeps nothing. Throws `engine-unavailable` when the engine
 * is not set up any more, and what it fails with.
 */
export async function removeAtEngine(
  { audioStore, speech }: Voices,
  { workspaceId, engineId, sealedSecret }: Pick<Made, 'workspaceId' | 'engineId' | 'sealedSecret'>,
): Promise<void> {
  if (!sealedSecret) return;
  const reference = JSON.parse(audioStore.open(sealedSecret)) as CloneReference;
  if (reference.complete) return;
  const engine = await speech.engine(workspaceId, engineId);
  if (!engine?.cloning)
    throw new ProblemError(
      'engine-unavailable',
      `The engine “${engineId}” keeps a copy of this voice and is not set up here any more. Set it up again to delete the voice there too.`,
    );
  await engine.cloning.remove(reference, AbortSignal.timeout(REMOVE_MS));
}

/** Queues the end of what the engine of a deleted voice keeps of it: an engine may be away for days. */
export function queueRemoval(tx: WorkspaceTx, job: Job): Promise<void> {
  return enqueue(tx, 'removeVoiceCopy', job, {
    key: `removeVoiceCopy:${job.customVoiceId}`,
    maxAttempts: 25,
  });
}

/** Deletes what the engine of a deleted voice keeps of it, and forgets what it called it. For the queue. */
export async function removeCopy(voices: Voices, { workspaceId, customVoiceId }: Job): Promise<void> {
  const which = and(
    eq(customVoices.workspaceId, workspaceId),
    eq(customVoices.id, customVoiceId),
    eq(customVoices.state, 'deleted'),
  );
  const [made] = await voices.database.withWorkspace(workspaceId, (tx) =>
    tx.select().from(customVoices).where(which),
  );
  if (!made) return;
  await removeAtEngine(voices, made);
  await voices.database.withWorkspace(workspaceId, (tx) => forgetCopy(tx, { workspaceId, customVoiceId }));
}

/** Forgets what an engine called a voice that it keeps nothing of any more. */
export async function forgetCopy(tx: WorkspaceTx, { workspaceId, customVoiceId }: Job): Promise<void> {
  await tx
    .update(customVoices)
    .set({ sealedSecret: null })
    .where(and(eq(customVoices.workspaceId, workspaceId), eq(customVoices.id, customVoiceId)));
}
