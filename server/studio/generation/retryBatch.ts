import { and, eq } from 'drizzle-orm';
import type { BatchProgress } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { findEarlier, keyedRequest, takeKey } from '../../db/idempotency.ts';
import { enqueueAll } from '../../db/jobs.ts';
import { versions } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import type { GenerationBudget } from './budget.ts';
import { generationJob } from './generationJob.ts';
import { recordBatchMove } from './moves.ts';
import { readBatch } from './readBatch.ts';
import { QUEUED_AGAIN, retryable } from './retryVersion.ts';

/**
 * Queues again what failed or was cancelled of a batch, with what was asked then; what is ready or under way
 * stays. A voice that can no longer speak it fails its version with the reason. The same Idempotency-Key queues once
 * and gives the batch as it is by now. Throws `not-found`, `idempotency-mismatch` and `generation-limited`.
 */
export async function retryBatch(
  studio: Studio,
  caller: Caller,
  { id, idempotencyKey }: { id: string; idempotencyKey?: string },
  budget: GenerationBudget,
): Promise<BatchProgress> {
  const { workspaceId } = caller;
  const ended = and(eq(versions.workspaceId, workspaceId), eq(versions.batchId, id), retryable());
  const keyed = keyedRequest(idempotencyKey, { retry: id });
  const due = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const earlier = keyed && (await findEarlier(tx, caller, keyed));
    return earlier ? 0 : tx.$count(versions, ended);
  });
  if (due > 0) await budget.spend(caller, due);
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    if (keyed && (await takeKey(tx, caller, keyed, id))) return readBatch(tx, workspaceId, id);
    const queued = await tx
      .update(versions)
      .set(QUEUED_AGAIN)
      .where(ended)
      .returning({ id: versions.id, scriptId: versions.scriptId });
    const batch = await readBatch(tx, workspaceId, id);
    if (queued.length === 0) return batch;
    const jobs = queued.map((version) => generationJob(workspaceId, version.id, true));
    await enqueueAll(tx, 'generateVersion', jobs, { maxAttempts: jobs[0]?.maxAttempts });
    await recordBatchMove(tx, caller, {
      action: 'batch.retried',
      batchId: id,
      state: 'queued',
      moved: queued,
    });
    return batch;
  });
}
