import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { audioObjects, versions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Studio } from '../studio.ts';
import { type AttemptLease, holdAttempt, type Interruption } from './attempt.ts';
import { type Claim, claimVersion } from './claimVersion.ts';
import { type Failure, failVersion } from './failVersion.ts';
import { backOffMs, generationJob, MAX_ATTEMPTS } from './generationJob.ts';
import { findStandIn, makeStandIn } from './makeStandIn.ts';
import { progressReporter } from './progress.ts';
import { storeResult } from './storeResult.ts';

/** How an attempt ended. `error` is for the log: an unforeseen one says more than the version's failure. */
export interface AttemptEnd {
  /** `overtaken`: the version was cancelled, or another attempt has it. */
  ended: 'ready' | 'failed' | 'requeued' | 'overtaken' | 'nothing-to-do';
  error?: unknown;
}

/**
 * One attempt at generating a version. May be killed at any moment, and may run twice: the version's row says
 * which attempt counts. `stop` ends it for a shutdown. Throws when it was stopped or the database is away; the
 * version then waits for the queue to run the job again.
 */
export async function runGeneration(
  studio: Studio,
  job: { workspaceId: string; versionId: string },
  stop: AbortSignal,
): Promise<AttemptEnd> {
  const attemptId = v7();
  const lease = await holdAttempt(studio.database, job.versionId, attemptId);
  try {
    const claim = await claimVersion(studio.database, job, attemptId);
    if (!claim) return { ended: 'nothing-to-do' };
    const signal = AbortSignal.any([lease.signal, stop]);
    try {
      const master = await studio.speech.speak({
        text: claim.text,
        language: claim.language,
        voiceId: claim.voiceId,
        parameters: claim.parameters,
        dictionary: claim.dictionary,
        workspaceId: claim.workspaceId,
        // A draft is for members, whoever asked for it; before others hear it, its deployment asks for the consent.
        heardBy: 'members',
        use: { purpose: 'generation', actor: claim.createdBy, versionId: claim.versionId },
        signal,
        onProgress: progressReporter(studio.database, claim),
      });
      await storeResult(studio, claim, master, signal);
      return { ended: 'ready' };
    } catch (error) {
      return await settle(studio, claim, error, { lease, stop });
    }
  } finally {
    await lease.release();
  }
}

/** Decides what becomes of a version whose attempt brought nothing. */
async function settle(
  studio: Studio,
  claim: Claim,
  error: unknown,
  { lease, stop }: { lease: AttemptLease; stop: AbortSignal },
): Promise<AttemptEnd> {
  const { workspaceId, versionId, attemptId } = claim;
  const failure = failureOf(error);
  const interrupted = stop.aborted || lease.signal.reason === ('lost' satisfies Interruption);
  const final = !interrupted && (!worthAnotherTry(failure) || claim.attempts >= MAX_ATTEMPTS);
  const standIn = final ? await findStandIn(studio, claim, error) : null;
  const end = await studio.database.withWorkspace(workspaceId, async (tx): Promise<AttemptEnd> => {
    const mine = and(
      eq(versions.workspaceId, workspaceId),
      eq(versions.id, versionId),
      eq(versions.attemptId, attemptId),
      eq(versions.state, 'generating'),
    );
    const [held] = await tx.select({ id: versions.id }).from(versions).where(mine).for('update');
    if (!held) return { ended: 'overtaken' };
    if (final) {
      await failVersion(tx, workspaceId, versionId, failure);
      if (standIn) await makeStandIn(tx, claim, standIn, failure);
      return { ended: 'failed', error };
    }
    await tx
      .update(versions)
      // An interruption is not the version's fault.
      .set({
        state: 'queued',
        progress: 0,
        attemptId: null,
        attempts: claim.attempts - (interrupted ? 1 : 0),
      })
      .where(mine);
    if (!interrupted) {
      const job = generationJob(workspaceId, versionId, claim.batchId !== null);
      const runAt = new Date(Date.now() + Math.max(backOffMs(claim.attempts), askedMs(error)));
      await enqueue(tx, 'generateVersion', job.payload, { ...job, runAt });
    }
    await notify(tx, workspaceId, {
      type: 'version-state',
      versionId,
      scriptId: claim.scriptId,
      state: 'queued',
    });
    return { ended: 'requeued', error };
  });
  await discardAudio(studio, workspaceId, attemptId);
  if (interrupted && end.ended === 'requeued') throw error;
  return end;
}

/** Seconds of waiting do not fill a quota up again; everything else that passes may pass soon. */
const worthAnotherTry = ({ code, retryable }: Failure) => retryable && code !== 'engine-quota';

/** For how long the engine asked to be left alone. */
const askedMs = (error: unknown) =>
  error instanceof ProblemError ? 1000 * (error.retryAfterSeconds ?? 0) : 0;

/** What the person who asked is told. An error that nobody foresaw says nothing of our insides. */
function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError)
    return { code: error.code, message: error.message, retryable: error.retryable };
  return {
    code: 'internal',
    message: 'The audio could not be made because of a fault on our side. Try again.',
    retryable: true,
  };
}

/** Removes what an attempt stored and nobody needs. What it cannot remove now, the sweep does. */
async function discardAudio(studio: Studio, workspaceId: string, objectId: string): Promise<void> {
  const gone = await studio.database.withWorkspace(workspaceId, (tx) =>
    tx
      .delete(audioObjects)
      .where(
        and(
          eq(audioObjects.workspaceId, workspaceId),
          eq(audioObjects.id, objectId),
          eq(audioObjects.state, 'pending'),
        ),
      )
      .returning({ id: audioObjects.id }),
  );
  if (gone.length > 0) await studio.audioStore.delete(audioKey(workspaceId, objectId));
}
