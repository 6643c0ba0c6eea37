import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { scripts, versions } from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import { tellState } from './moves.ts';

/** Who ends a generation: nobody in particular. */
export const GENERATOR: Actor = { kind: 'system', id: null, name: 'VoiceOps Studio' };

export interface Failure {
  code: ProblemCode;
  /** A sentence for the person who asked. */
  message: string;
  retryable: boolean;
}

export const INTERRUPTED: Failure = {
  code: 'internal',
  message: 'The generation was interrupted too often. Try again; if it happens again, tell your operator.',
  retryable: true,
};

/** Ends an unfinished version as failed, with the reason, in the caller's transaction, which holds its lock. */
export async function failVersion(
  tx: WorkspaceTx,
  workspaceId: string,
  versionId: string,
  failure: Failure,
): Promise<void> {
  const [version] = await tx
    .update(versions)
    .set({
      state: 'failed',
      failureCode: failure.code,
      failureMessage: failure.message,
      failureRetryable: failure.retryable,
      finishedAt: new Date(),
    })
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId)))
    .returning({ scriptId: versions.scriptId, number: versions.number });
  if (!version) return;
  const [script] = await tx
    .select({ title: scripts.title })
    .from(scripts)
    .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, version.scriptId)));
  await tellState(tx, workspaceId, 'failed', [{ id: versionId, scriptId: version.scriptId }]);
  await queueWebhooks(tx, workspaceId, 'version.failed', {
    versionId,
    scriptId: version.scriptId,
    number: version.number,
    code: failure.code,
    message: failure.message,
  });
  await recordAudit(tx, workspaceId, {
    actor: GENERATOR,
    action: 'version.failed',
    subject: { kind: 'version', id: versionId, name: `${script?.title ?? ''} #${version.number}` },
    detail: { code: failure.code, retryable: failure.retryable },
  });
}
