import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type {
  FlowDetail,
  FlowSummary,
  FlowVersion,
  FlowVersionDetail,
} from '../../../../shared/api/calls/flows.ts';
import type { Caller } from '../../../caller.ts';
import { createdByActor } from '../../../db/actors.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { decodeCursor, IdPosition, NumberPosition, pageOf } from '../../../db/page.ts';
import { flows, flowVersions, phoneNumbers } from '../../../db/schema/index.ts';
import { notFound } from '../../../problem.ts';
import { findProblems } from './findProblems.ts';
import type { FlowStore } from './flows.ts';

type FlowRow = typeof flows.$inferSelect;
type Paging = { limit: number; cursor?: string | undefined };

/** A page of flows, in the order they were made. */
export function listFlows(
  { database }: FlowStore,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  { limit, cursor, archived }: Paging & { archived?: 'true' | undefined },
): Promise<{ items: FlowSummary[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select()
      .from(flows)
      .where(
        and(
          eq(flows.workspaceId, workspaceId),
          archived ? isNotNull(flows.archivedAt) : isNull(flows.archivedAt),
          after === null ? undefined : gt(flows.id, after[0]),
        ),
      )
      .orderBy(asc(flows.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
    const numbers = await numbersOf(
      tx,
      workspaceId,
      items.map(({ id }) => id),
    );
    return { items: items.map((row) => presentFlow(row, numbers.get(row.id))), nextCursor };
  });
}

/** A flow in its newest version. Throws `not-found`. */
export function getFlow({ database }: FlowStore, { workspaceId }: Pick<Caller, 'workspaceId'>, id: string) {
  return database.withWorkspace(workspaceId, (tx) => readFlow(tx, workspaceId, id));
}

/** As `getFlow`, within a transaction. */
export async function readFlow(tx: WorkspaceTx, workspaceId: string, id: string): Promise<FlowDetail> {
  const row = await flowRow(tx, workspaceId, id);
  const { content } = await versionRow(tx, workspaceId, row, row.version);
  const numbers = await numbersOf(tx, workspaceId, [id]);
  return {
    ...presentFlow(row, numbers.get(id)),
    content,
    problems: await findProblems(tx, workspaceId, content),
  };
}

/** Every version, newest first. Throws `not-found`. */
export function listVersions(
  { database }: FlowStore,
  { workspaceId }: Caller,
  id: string,
  { limit, cursor }: Paging,
): Promise<{ items: FlowVersion[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, NumberPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    await flowRow(tx, workspaceId, id);
    const rows = await tx
      .select()
      .from(flowVersions)
      .where(
        and(
          eq(flowVersions.workspaceId, workspaceId),
          eq(flowVersions.flowId, id),
          before ? lt(flowVersions.number, before[0]) : undefined,
        ),
      )
      .orderBy(desc(flowVersions.number))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, ({ number }) => [number]);
    return { items: items.map(presentVersion), nextCursor };
  });
}

/** Throws `not-found`. */
export function getVersion(
  { database }: FlowStore,
  { workspaceId }: Caller,
  id: string,
  number: number,
): Promise<FlowVersionDetail> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const row = await versionRow(tx, workspaceId, await flowRow(tx, workspaceId, id), number);
    return { ...presentVersion(row), content: row.content };
  });
}

/** A flow as it is stored; locked where it is to be changed. Throws `not-found`. */
export async function flowRow(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  { lock = false } = {},
): Promise<FlowRow> {
  const query = tx
    .select()
    .from(flows)
    .where(and(eq(flows.workspaceId, workspaceId), eq(flows.id, id)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound('flow');
  return row;
}

/** A version as it is stored. Throws `not-found`. */
export async function versionRow(
  tx: WorkspaceTx,
  workspaceId: string,
  { id }: Pick<FlowRow, 'id'>,
  number: number,
) {
  const [row] = await tx
    .select()
    .from(flowVersions)
    .where(
      and(
        eq(flowVersions.workspaceId, workspaceId),
        eq(flowVersions.flowId, id),
        eq(flowVersions.number, number),
      ),
    );
  if (!row) throw notFound('version of this flow');
  return row;
}

/** Numbers that lead to flows, by flow. */
async function numbersOf(
  tx: WorkspaceTx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const rows = await tx
    .select({ flowId: phoneNumbers.flowId, number: phoneNumbers.number })
    .from(phoneNumbers)
    .where(and(eq(phoneNumbers.workspaceId, workspaceId), inArray(phoneNumbers.flowId, [...ids])))
    .orderBy(asc(phoneNumbers.number));
  for (const { flowId, number } of rows) {
    if (flowId === null) continue;
    found.set(flowId, [...(found.get(flowId) ?? []), number]);
  }
  return found;
}

function presentFlow(row: FlowRow, numbers: readonly string[] = []): FlowSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    version: row.version,
    archived: row.archivedAt !== null,
    numbers: [...numbers],
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function presentVersion(row: typeof flowVersions.$inferSelect): FlowVersion {
  return {
    number: row.number,
    note: row.note,
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
  };
}
