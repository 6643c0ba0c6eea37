import { and, eq, inArray } from 'drizzle-orm';
import type { VersionRef } from '../../../shared/api/channels.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { scripts, versions } from '../../db/schema/index.ts';

/** Versions as a person knows them, by id. What is not of this workspace is left out. */
export async function readVersionRefs(
  tx: WorkspaceTx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, VersionRef>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: versions.id,
      number: versions.number,
      scriptId: versions.scriptId,
      scriptTitle: scripts.title,
      digest: versions.digest,
      durationMs: versions.durationMs,
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .where(and(eq(versions.workspaceId, workspaceId), inArray(versions.id, [...new Set(ids)])));
  return new Map(
    rows.map((row) => [row.id, { ...row, digest: row.digest ?? '', durationMs: row.durationMs ?? 0 }]),
  );
}
