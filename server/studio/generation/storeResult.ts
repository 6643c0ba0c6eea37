import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import { requireConsents } from '../../db/consents.ts';
import { notify } from '../../db/notify.ts';
import { audioObjects, versions } from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import type { Master } from '../../speech/contract.ts';
import { audioKey } from '../../storage/audioStore.ts';
import { requestChecks } from '../checks/requestChecks.ts';
import { digestOf } from '../digest.ts';
import type { Studio } from '../studio.ts';
import type { Claim } from './claimVersion.ts';
import { GENERATOR } from './failVersion.ts';

/** The version was cancelled, or another attempt has it: this attempt's audio is not wanted. */
export class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}

/**
 * Stores the master and makes the version ready. Bytes first, under the attempt's own id; then one
 * transaction that writes only while this attempt still has the version. Throws `AttemptOver` when it has not;
 * then nothing changed but the pending object, which the caller discards. Aborting `signal` ends the storing.
 */
export async function storeResult(
  studio: Studio,
  claim: Claim,
  master: Master,
  signal: AbortSignal,
): Promise<void> {
  const { workspaceId, versionId, attemptId } = claim;
  const { bytes: wav, sha256 } = await studio.speech.encode(master.samples, master.sampleRateHz, 'wav');
  const sealed = await studio.audioStore.putPrivate(audioKey(workspaceId, attemptId), wav, signal);
  const digest = digestOf({
    samplesSha256: master.samplesSha256,
    text: claim.text,
    parameters: claim.parameters,
    dictionaryVersion: claim.dictionaryVersion,
    voiceId: claim.voiceId,
    engine: master.engine,
  });
  await studio.database.withWorkspace(workspaceId, async (tx) => {
    await requireConsents(tx, workspaceId, [claim.voiceId], 'generation');
    const written = await tx
      .update(versions)
      .set({
        state: 'ready',
        progress: 1,
        digest,
        samplesSha256: master.samplesSha256,
        masterObjectId: attemptId,
        engineId: master.engine.id,
        engineVersion: master.engine.version,
        durationMs: master.durationMs,
        sampleRateHz: master.sampleRateHz,
        loudnessLufs: master.loudnessLufs,
        truePeakDbtp: master.truePeakDbtp,
        sizeBytes: wav.length,
        costUsd: master.costUsd,
        peaks: Buffer.from(master.peaks),
        words: master.words,
        failureCode: null,
        failureMessage: null,
        failureRetryable: null,
        finishedAt: new Date(),
      })
      .where(
        and(
          eq(versions.workspaceId, workspaceId),
          eq(versions.id, versionId),
          eq(versions.attemptId, attemptId),
          eq(versions.state, 'generating'),
        ),
      )
      .returning({ id: versions.id });
    // Masters carry no digest of their own: two versions may sound the same, and each keeps its audio.
    const stored = await tx
      .update(audioObjects)
      .set({
        state: 'stored',
        sha256,
        sizeBytes: wav.length,
        wrappedKey: sealed.wrappedKey,
        masterKeyId: sealed.masterKeyId,
      })
      .where(
        and(
          eq(audioObjects.workspaceId, workspaceId),
          eq(audioObjects.id, attemptId),
          eq(audioObjects.state, 'pending'),
        ),
      )
      .returning({ id: audioObjects.id });
    if (written.length === 0 || stored.length === 0) throw new AttemptOver();
    await notify(tx, workspaceId, {
      type: 'version-state',
      versionId,
      scriptId: claim.scriptId,
      state: 'ready',
    });
    await requestChecks(tx, workspaceId, { id: versionId, scriptId: claim.scriptId });
    await queueWebhooks(tx, workspaceId, 'version.ready', {
      versionId,
      scriptId: claim.scriptId,
      number: claim.number,
      digest,
      durationMs: master.durationMs,
    });
    await recordAudit(tx, workspaceId, {
      actor: GENERATOR,
      action: 'version.ready',
      subject: { kind: 'version', id: versionId, name: `${claim.scriptTitle} #${claim.number}` },
      detail: { digest, engine: master.engine, durationMs: master.durationMs, cached: master.cached },
    });
  });
}
