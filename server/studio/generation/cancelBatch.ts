import { and, eq, inArray } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { versions } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import { recordBatchMove } from './moves.ts';
import { readBatch } from './readBatch.ts';

/** Stops what has not ended of a batch; what has ended stays. Throws `not-found`. */
export function cancelBatch(studio: Studio, caller: Caller, id: string) {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const cancelled = await tx
      .update(versions)
      .set({ state: 'cancelled', finishedAt: new Date() })
      .where(
        and(
          eq(versions.workspaceId, workspaceId),
          eq(versions.batchId, id),
          inArray(versions.state, ['queued', 'generating']),
        ),
      )
      .returning({ id: versions.id, scriptId: versions.scriptId });
    const batch = await readBatch(tx, workspaceId, id);
    if (cancelled.length === 0) return batch;
    await recordBatchMove(tx, caller, {
      action: 'batch.cancelled',
      batchId: id,
      state: 'cancelled',
      moved: cancelled,
    });
    return batch;
  });
}
