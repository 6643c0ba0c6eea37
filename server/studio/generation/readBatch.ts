import { and, asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { BatchProgress } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { batches, versions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Studio } from '../studio.ts';

/** How far a batch is. Throws `not-found`. */
export async function readBatch(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
): Promise<z.infer<typeof BatchProgress>> {
  const [batch] = await tx
    .select()
    .from(batches)
    .where(and(eq(batches.workspaceId, workspaceId), eq(batches.id, id)));
  if (!batch) throw notFound('batch');
  const made = await tx
    .select({ id: versions.id, state: versions.state })
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.batchId, id)))
    .orderBy(asc(versions.id));
  const counts = { queued: 0, generating: 0, ready: 0, failed: 0, cancelled: 0 };
  for (const { state } of made) counts[state]++;
  return {
    id,
    projectId: batch.projectId,
    total: made.length,
    ...counts,
    versionIds: made.map((version) => version.id),
    createdAt: batch.createdAt.toISOString(),
  };
}

/** Throws `not-found`. */
export function getBatch(studio: Studio, caller: Caller, id: string) {
  return studio.database.withWorkspace(caller.workspaceId, (tx) => readBatch(tx, caller.workspaceId, id));
}
