import { v7 } from 'uuid';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { versionChecks } from '../../db/schema/index.ts';

const MAX_ATTEMPTS = 5;
/** Of checks that nobody asked for: behind everything that somebody waits for. */
const LAST = 32_767;

/** Queues the checks of a version that is ready; an earlier result, or a run under way, counts no more. */
export async function requestChecks(
  tx: WorkspaceTx,
  workspaceId: string,
  version: { id: string; scriptId: string },
  { somebodyWaits = false } = {},
): Promise<void> {
  const runId = v7();
  const fresh = { runId, checker: null, items: null, requestedAt: new Date(), finishedAt: null };
  await tx
    .insert(versionChecks)
    .values({ versionId: version.id, workspaceId, ...fresh })
    .onConflictDoUpdate({ target: versionChecks.versionId, set: fresh });
  await enqueue(
    tx,
    'checkVersion',
    { workspaceId, versionId: version.id, runId },
    { key: `checkVersion:${version.id}`, maxAttempts: MAX_ATTEMPTS, priority: somebodyWaits ? 0 : LAST },
  );
  await notify(tx, workspaceId, {
    type: 'checks-changed',
    versionId: version.id,
    scriptId: version.scriptId,
  });
}
