import { and, asc, eq } from 'drizzle-orm';
import type { SavedFilter } from '../../../shared/api/calls/calls.ts';
import { CallFilter } from '../../../shared/api/calls/filter.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor, createdByColumns } from '../../db/actors.ts';
import type { Database } from '../../db/database.ts';
import { callFilters } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';

type Deps = { database: Database };
interface Wish {
  name: string;
  filter: CallFilter;
}

/** More views than anybody looks through. */
const MOST = 200;

/** The views that were kept, by name. */
export async function listFilters({ database }: Deps, { workspaceId }: Caller): Promise<SavedFilter[]> {
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(callFilters)
      .where(eq(callFilters.workspaceId, workspaceId))
      .orderBy(asc(callFilters.name))
      .limit(MOST),
  );
  return rows.map(present);
}

/** Keeps a view. Throws `conflict` where the name is taken, or there are too many. */
export function createFilter({ database }: Deps, caller: Caller, wish: Wish): Promise<SavedFilter> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    if ((await tx.$count(callFilters, eq(callFilters.workspaceId, workspaceId))) >= MOST)
      throw new ProblemError('conflict', `There are ${MOST} views already. Forget one of them first.`);
    const [row] = await tx
      .insert(callFilters)
      .values({ workspaceId, ...columnsOf(wish), ...createdByColumns(caller.actor) })
      .onConflictDoNothing()
      .returning();
    if (!row) throw nameTaken(wish.name);
    return present(row);
  });
}

/** Throws `not-found`, and `conflict` where the name is another's. */
export function updateFilter(
  { database }: Deps,
  { workspaceId }: Caller,
  id: string,
  wish: Wish,
): Promise<SavedFilter> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const [other] = await tx
      .select({ id: callFilters.id })
      .from(callFilters)
      .where(and(eq(callFilters.workspaceId, workspaceId), eq(callFilters.name, wish.name.trim())));
    if (other && other.id !== id) throw nameTaken(wish.name);
    const [row] = await tx.update(callFilters).set(columnsOf(wish)).where(rowOf(workspaceId, id)).returning();
    if (!row) throw notFound('view');
    return present(row);
  });
}

/** Throws `not-found`. */
export async function deleteFilter({ database }: Deps, { workspaceId }: Caller, id: string): Promise<void> {
  const gone = await database.withWorkspace(workspaceId, (tx) =>
    tx.delete(callFilters).where(rowOf(workspaceId, id)).returning({ id: callFilters.id }),
  );
  if (gone.length === 0) throw notFound('view');
}

const rowOf = (workspaceId: string, id: string) =>
  and(eq(callFilters.workspaceId, workspaceId), eq(callFilters.id, id));
const nameTaken = (name: string) =>
  new ProblemError('conflict', `There is a view “${name.trim()}” already. Choose another name.`);

function columnsOf({ name, filter }: Wish) {
  const given = Object.entries(filter).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, String(value)] as const],
  );
  return { name: name.trim(), query: Object.fromEntries(given) };
}

function present(row: typeof callFilters.$inferSelect): SavedFilter {
  return {
    id: row.id,
    name: row.name,
    filter: CallFilter.parse(row.query),
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
  };
}
