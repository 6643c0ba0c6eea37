import { and, asc, count, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { BatchProgress, BatchSummary } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { batches, versions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { readProject } from '../projects/readProjects.ts';
import type { Studio } from '../studio.ts';
import { readPresented, selectVersions } from '../versions/readVersions.ts';

interface PageInput {
  id: string;
  limit: number;
  cursor?: string;
}

/** How far batches are, in the order of `rows`. */
async function presentBatches(
  tx: WorkspaceTx,
  workspaceId: string,
  rows: (typeof batches.$inferSelect)[],
): Promise<z.infer<typeof BatchSummary>[]> {
  if (rows.length === 0) return [];
  const found = await tx
    .select({ batchId: versions.batchId, state: versions.state, versions: count() })
    .from(versions)
    .where(
      and(
        eq(versions.workspaceId, workspaceId),
        inArray(
          versions.batchId,
          rows.map((row) => row.id),
        ),
      ),
    )
    .groupBy(versions.batchId, versions.state);
  return rows.map((batch) => {
    const counts = { total: 0, queued: 0, generating: 0, ready: 0, failed: 0, cancelled: 0 };
    for (const { batchId, state, versions: made } of found) {
      if (batchId !== batch.id) continue;
      counts[state] = made;
      counts.total += made;
    }
    return {
      id: batch.id,
      projectId: batch.projectId,
      ...counts,
      createdBy: createdByActor(batch),
      createdAt: batch.createdAt.toISOString(),
    };
  });
}

async function requireBatch(tx: WorkspaceTx, workspaceId: string, id: string) {
  const [batch] = await tx
    .select()
    .from(batches)
    .where(and(eq(batches.workspaceId, workspaceId), eq(batches.id, id)));
  if (!batch) throw notFound('batch');
  return batch;
}

/** How far a batch is. Throws `not-found`. */
export async function readBatch(tx: WorkspaceTx, workspaceId: string, id: string): Promise<BatchProgress> {
  const batch = await requireBatch(tx, workspaceId, id);
  const [summary] = await presentBatches(tx, workspaceId, [batch]);
  const made = await tx
    .select({ id: versions.id })
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.batchId, id)))
    .orderBy(asc(versions.id));
  return { ...summary!, versionIds: made.map((version) => version.id) };
}

/** Throws `not-found`. */
export function getBatch(studio: Studio, caller: Caller, id: string) {
  return studio.database.withWorkspace(caller.workspaceId, (tx) => readBatch(tx, caller.workspaceId, id));
}

/** A page of a project's batches, newest first. Throws `not-found`. */
export function listBatches(studio: Studio, { workspaceId }: Caller, input: PageInput) {
  const after = decodeCursor(input.cursor, IdPosition);
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    await readProject(tx, workspaceId, input.id);
    const rows = await tx
      .select()
      .from(batches)
      .where(
        and(
          eq(batches.workspaceId, workspaceId),
          eq(batches.projectId, input.id),
          after ? lt(batches.id, after[0]) : undefined,
        ),
      )
      .orderBy(desc(batches.id))
      .limit(input.limit + 1);
    const { items, nextCursor } = pageOf(rows, input.limit, (row) => [row.id]);
    return { items: await presentBatches(tx, workspaceId, items), nextCursor };
  });
}

/** A page of what a batch makes, in the order it was asked for. Throws `not-found`. */
export async function listBatchVersions(studio: Studio, { workspaceId }: Caller, input: PageInput) {
  const after = decodeCursor(input.cursor, IdPosition);
  const { presented, nextCursor } = await studio.database.withWorkspace(workspaceId, async (tx) => {
    await requireBatch(tx, workspaceId, input.id);
    const rows = await tx
      .select({ id: versions.id })
      .from(versions)
      .where(
        and(
          eq(versions.workspaceId, workspaceId),
          eq(versions.batchId, input.id),
          after ? gt(versions.id, after[0]) : undefined,
        ),
      )
      .orderBy(asc(versions.id))
      .limit(input.limit + 1);
    const { items, nextCursor } = pageOf(rows, input.limit, (row) => [row.id]);
    const ids = items.map((row) => row.id);
    const shown =
      ids.length === 0
        ? []
        : await selectVersions(tx, workspaceId, inArray(versions.id, ids)).orderBy(asc(versions.id));
    return { presented: await readPresented(tx, workspaceId, shown), nextCursor };
  });
  return { items: await presented(), nextCursor };
}
