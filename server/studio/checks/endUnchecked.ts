import { and, eq, isNull } from 'drizzle-orm';
import { CHECKS } from '../../../shared/api/studio/checks.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { versionChecks, versions } from '../../db/schema/index.ts';
import { requestChecks } from './requestChecks.ts';

/** Ends a run of checks that nobody will make any more, if it still waits: each is `not-checked`, for this reason. */
export async function endUnchecked(
  tx: WorkspaceTx,
  workspaceId: string,
  runId: string,
  reason: string,
): Promise<void> {
  const version = await stillWaiting(tx, workspaceId, runId);
  if (!version) return;
  const sentence = `${reason} Have it checked again, or listen to the version yourself.`;
  const items = CHECKS.map((name) => ({
    name,
    state: 'not-checked' as const,
    sentence,
    numbers: [],
    places: [],
  }));
  await tx
    .update(versionChecks)
    .set({ items, finishedAt: new Date() })
    .where(eq(versionChecks.versionId, version.id));
  await notify(tx, workspaceId, {
    type: 'checks-changed',
    versionId: version.id,
    scriptId: version.scriptId,
  });
}

/**
 * Takes in hand a run of checks that waits without a job to make it: it is queued again, or ends where the worker
 * that made it broke off too often.
 */
export function recoverChecks(
  database: Database,
  workspaceId: string,
  runId: string,
  { brokeOff }: { brokeOff: boolean },
): Promise<void> {
  return database.withWorkspace(workspaceId, async (tx) => {
    if (brokeOff) return endUnchecked(tx, workspaceId, runId, 'The check broke off again and again.');
    const version = await stillWaiting(tx, workspaceId, runId);
    if (version) await requestChecks(tx, workspaceId, version);
  });
}

/** The version of a run that has not ended; locked, so that nobody ends or renews it meanwhile. */
async function stillWaiting(tx: WorkspaceTx, workspaceId: string, runId: string) {
  const [version] = await tx
    .select({ id: versions.id, scriptId: versions.scriptId })
    .from(versionChecks)
    .innerJoin(versions, eq(versions.id, versionChecks.versionId))
    .where(
      and(
        eq(versionChecks.workspaceId, workspaceId),
        eq(versionChecks.runId, runId),
        isNull(versionChecks.finishedAt),
      ),
    )
    .for('update', { of: versionChecks });
  return version;
}
