import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Voice } from '../../../shared/api/voices.ts';
import { createdByActor } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { versions } from '../../db/schema/index.ts';
import { anotherMay } from '../../engines/race.ts';
import { parametersFor } from '../../speech/asSpoken.ts';
import type { Studio } from '../studio.ts';
import type { Claim } from './claimVersion.ts';
import { type Failure, GENERATOR } from './failVersion.ts';
import { insertVersions } from './insertVersions.ts';

/** The voice that would speak in place of one that failed for good; null where another would fail as well. */
export async function findStandIn(studio: Studio, claim: Claim, error: unknown): Promise<Voice | null> {
  // A stand-in's failure ends it: a chain of drafts by ever other voices helps nobody.
  if (claim.standsIn || !anotherMay(error)) return null;
  // Nobody can stand in either for a voice that is not there any more, or whose engine is not.
  return studio.speech.standIn(claim).catch(() => null);
}

/**
 * Queues a draft by another voice beside the version whose own voice failed: never the same version with another
 * sound. Whoever asked for that one is taken to have asked for this one. In the caller's transaction.
 */
export async function makeStandIn(
  tx: WorkspaceTx,
  claim: Claim,
  voice: Voice,
  failure: Failure,
): Promise<void> {
  const { workspaceId, versionId, scriptId } = claim;
  const [asked] = await tx
    .select()
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId)));
  if (!asked) return;
  const id = v7();
  await insertVersions(tx, { workspaceId, actor: createdByActor(asked) }, [
    {
      id,
      scriptId,
      revisionId: asked.revisionId,
      voice,
      parameters: parametersFor(voice, asked),
      note: asked.note,
      standIn: { forId: versionId, reason: failure.message },
    },
  ]);
  await recordAudit(tx, workspaceId, {
    actor: GENERATOR,
    action: 'version.stood-in',
    subject: { kind: 'version', id, name: claim.scriptTitle },
    detail: { for: versionId, voiceId: voice.id, askedVoiceId: asked.voiceId, code: failure.code },
  });
}
