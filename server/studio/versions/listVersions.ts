import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, NumberPosition, pageOf } from '../../db/page.ts';
import { scripts, versions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { readPresented, selectVersions } from './readVersions.ts';

const BEYOND_LAST = 2 ** 31 - 1;

/**
 * The ids of a page, prepared: the index on (script, number) is entered at the cursor and left after `limit`
 * entries, so the cost does not depend on how many versions there are. The rows are then looked up by id:
 * joined in the same query, the planner reads every version of the script as soon as it misjudges the limit.
 */
export function versionPageQuery(tx: WorkspaceTx) {
  return tx
    .select({ id: versions.id, number: versions.number })
    .from(versions)
    .where(
      and(
        eq(versions.workspaceId, sql.placeholder('workspaceId')),
        eq(versions.scriptId, sql.placeholder('scriptId')),
        lt(versions.number, sql.placeholder('beforeNumber')),
      ),
    )
    .orderBy(desc(versions.number))
    .limit(sql.placeholder('limit'));
}

/** What a page shows of its versions, newest first. */
export function versionRowsQuery(tx: WorkspaceTx, workspaceId: string, ids: string[]) {
  return selectVersions(tx, workspaceId, inArray(versions.id, ids)).orderBy(desc(versions.number));
}

/** A page of a script's versions, newest first. Throws `not-found`. */
export async function listVersions(
  studio: Studio,
  caller: Caller,
  input: { scriptId: string; limit: number; cursor?: string },
) {
  const after = decodeCursor(input.cursor, NumberPosition);
  const { workspaceId } = caller;
  const { presented, nextCursor } = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const rows = await versionPageQuery(tx)
      .prepare('studio_version_page')
      .execute({
        workspaceId,
        scriptId: input.scriptId,
        beforeNumber: Math.min(after?.[0] ?? BEYOND_LAST, BEYOND_LAST),
        limit: input.limit + 1,
      });
    if (rows.length === 0) {
      const [script] = await tx
        .select({ id: scripts.id })
        .from(scripts)
        .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, input.scriptId)));
      if (!script) throw notFound('script');
    }
    const { items, nextCursor } = pageOf(rows, input.limit, (row) => [row.number]);
    const ids = items.map((row) => row.id);
    const shown = ids.length === 0 ? [] : await versionRowsQuery(tx, workspaceId, ids);
    return { presented: await readPresented(tx, workspaceId, shown), nextCursor };
  });
  return { items: await presented(), nextCursor };
}
