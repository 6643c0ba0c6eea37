import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Version } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { requireConsents } from '../../db/consents.ts';
import { findEarlier, keyedRequest, takeKey } from '../../db/idempotency.ts';
import { enqueue } from '../../db/jobs.ts';
import { revisions, versions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { entriesOf } from '../dictionary/readDictionary.ts';
import type { Studio } from '../studio.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import { readVersion } from '../versions/readVersions.ts';
import type { GenerationBudget } from './budget.ts';
import { generationJob } from './generationJob.ts';
import { tellState } from './moves.ts';

/** A version as it was when it was first queued. */
export const QUEUED_AGAIN = {
  state: 'queued',
  progress: 0,
  attemptId: null,
  attempts: 0,
  failureCode: null,
  failureMessage: null,
  failureRetryable: null,
  startedAt: null,
  finishedAt: null,
} as const satisfies Partial<typeof versions.$inferInsert>;

/** Which versions may be queued again. */
export const retryable = () =>
  and(inArray(versions.state, ['failed', 'cancelled']), ne(versions.status, 'archived'));

/**
 * Queues a failed or cancelled generation again, with what was asked then. The same Idempotency-Key queues it once
 * and gives the version as it is by now. Throws `not-found`, `conflict` in any other state, `idempotency-mismatch`,
 * `generation-limited`, and what `speech.check` throws when the voice can no longer do it.
 */
export async function retryVersion(
  studio: Studio,
  caller: Caller,
  { id, idempotencyKey }: { id: string; idempotencyKey?: string },
  budget: GenerationBudget,
): Promise<Version> {
  const { workspaceId } = caller;
  const keyed = keyedRequest(idempotencyKey, { retry: id });
  const { earlier, version, text, dictionary } = await studio.database.withWorkspace(
    workspaceId,
    async (tx) => {
      const version = await readVersion(tx, workspaceId, id);
      const [revision] = await tx
        .select({ text: revisions.text })
        .from(revisions)
        .where(and(eq(revisions.workspaceId, workspaceId), eq(revisions.id, version.revision.id)));
      const earlier = keyed && (await findEarlier(tx, caller, keyed));
      const dictionary = await entriesOf(tx, workspaceId, version.dictionaryVersion);
      return { earlier, version, text: revision!.text, dictionary };
    },
  );
  if (earlier) return version;
  refuseUnended(version);
  await studio.speech.check({
    text,
    language: version.language,
    voiceId: version.voice.id,
    parameters: version.parameters,
    dictionary,
    workspaceId,
  });
  await budget.spend(caller, 1);

  return studio.database.withWorkspace(workspaceId, async (tx) => {
    if (keyed && (await takeKey(tx, caller, keyed, id))) return readVersion(tx, workspaceId, id);
    await requireConsents(tx, workspaceId, [version.voice.id], 'generation');
    const queued = await tx
      .update(versions)
      .set(QUEUED_AGAIN)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id), retryable()))
      .returning({ id: versions.id });
    const again = await readVersion(tx, workspaceId, id);
    if (queued.length === 0) {
      refuseUnended(again);
      throw new ProblemError('conflict', 'Somebody else tried it again meanwhile, and that has ended too.');
    }
    const job = generationJob(workspaceId, id, false);
    await enqueue(tx, 'generateVersion', job.payload, job);
    await tellState(tx, workspaceId, 'queued', [again]);
    await auditVersion(tx, caller, again, {
      action: 'version.retried',
      detail: { after: version.failure?.code ?? version.state },
    });
    return again;
  });
}

function refuseUnended({ state, status }: Version): void {
  if (status === 'archived')
    throw new ProblemError('conflict', 'This version is archived. Generate a new one instead.');
  if (state === 'failed' || state === 'cancelled') return;
  throw new ProblemError(
    'conflict',
    state === 'ready'
      ? 'The audio is ready. Generate a new version to hear it spoken differently.'
      : 'The generation is still under way. Cancel it first to start again.',
  );
}
