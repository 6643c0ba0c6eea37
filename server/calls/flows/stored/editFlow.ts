import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq } from 'drizzle-orm';
import type { FlowChange, FlowDetail } from '../../../../shared/api/calls/flows.ts';
import type { Flow } from '../../../../shared/calls/flow.ts';
import type { Caller } from '../../../caller.ts';
import { createdByColumns } from '../../../db/actors.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { flows, flowVersions, phoneNumbers } from '../../../db/schema/index.ts';
import { ProblemError } from '../../../problem.ts';
import { findProblems, refuseErrors } from './findProblems.ts';
import { type FlowStore, recordFlow } from './flows.ts';
import { flowRow, readFlow, versionRow } from './readFlows.ts';

type FlowRow = typeof flows.$inferSelect;

/**
 * Changes a flow: other content becomes a new version, which calls follow that begin from then on. Throws `not-found`,
 * `validation-failed` with what is wrong with it, `conflict` when somebody saved another version in between, or numbers
 * lead to a flow that is to be archived.
 */
export function changeFlow(
  { database }: FlowStore,
  caller: Caller,
  id: string,
  { name, description, content, archived, expectedVersion, note = '' }: FlowChange,
): Promise<FlowDetail> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const row = await flowRow(tx, workspaceId, id, { lock: true });
    await refuseLate(tx, row, expectedVersion);
    const fields = {
      ...(name !== undefined && name.trim() !== row.name ? { name: name.trim() } : {}),
      ...(description !== undefined && description !== row.description ? { description } : {}),
    };
    const number = content === undefined ? null : await saveVersion(tx, caller, row, content, note);
    if (Object.keys(fields).length > 0 || number !== null) {
      await tx
        .update(flows)
        .set({ ...fields, ...(number === null ? {} : { version: number }), updatedAt: new Date() })
        .where(and(eq(flows.workspaceId, workspaceId), eq(flows.id, id)));
      await recordFlow(
        tx,
        caller,
        'flow.changed',
        { id, name: fields.name ?? row.name },
        { fields: Object.keys(fields), ...(number === null ? {} : { version: number }) },
      );
    }
    if (archived !== undefined) await archive(tx, caller, { ...row, ...fields }, archived);
    return readFlow(tx, workspaceId, id);
  });
}

/** Makes a new version that equals an earlier one. Throws as `changeFlow`. */
export async function restoreVersion(
  store: FlowStore,
  caller: Caller,
  id: string,
  number: number,
  { expectedVersion, note }: { expectedVersion?: number | undefined; note?: string | undefined },
): Promise<FlowDetail> {
  const { workspaceId } = caller;
  const { content } = await store.database.withWorkspace(workspaceId, (tx) =>
    versionRow(tx, workspaceId, { id }, number),
  );
  const change = { content, expectedVersion, note: note ?? `As version ${number}` };
  return changeFlow(store, caller, id, change);
}

/** Null: nothing of it differs from what is there. */
async function saveVersion(
  tx: WorkspaceTx,
  caller: Caller,
  row: FlowRow,
  content: Flow,
  note: string,
): Promise<number | null> {
  const { workspaceId } = caller;
  const newest = await versionRow(tx, workspaceId, row, row.version);
  if (isDeepStrictEqual(newest.content, JSON.parse(JSON.stringify(content)))) return null;
  refuseErrors(await findProblems(tx, workspaceId, content));
  const number = row.version + 1;
  await tx.insert(flowVersions).values({
    workspaceId,
    flowId: row.id,
    number,
    content,
    note,
    ...createdByColumns(caller.actor),
  });
  return number;
}

async function refuseLate(tx: WorkspaceTx, row: FlowRow, expectedVersion: number | undefined): Promise<void> {
  if (expectedVersion === undefined || expectedVersion === row.version) return;
  const { createdByName } = await versionRow(tx, row.workspaceId, row, row.version);
  throw new ProblemError(
    'conflict',
    `${createdByName} saved version ${row.version} in the meantime, and yours was made from version ${expectedVersion}. Look at it, then save yours again.`,
  );
}

async function archive(tx: WorkspaceTx, caller: Caller, row: FlowRow, archived: boolean): Promise<void> {
  if (archived === (row.archivedAt !== null)) return;
  const here = and(eq(phoneNumbers.workspaceId, caller.workspaceId), eq(phoneNumbers.flowId, row.id));
  if (archived) {
    const leading = await tx.select().from(phoneNumbers).where(here).orderBy(asc(phoneNumbers.number));
    if (leading.length > 0)
      throw new ProblemError(
        'conflict',
        `Callers of ${leading.map(({ number }) => number).join(', ')} come into this flow. Lead ${leading.length === 1 ? 'that number' : 'those numbers'} elsewhere first.`,
      );
  }
  await tx
    .update(flows)
    .set({ archivedAt: archived ? new Date() : null })
    .where(and(eq(flows.workspaceId, caller.workspaceId), eq(flows.id, row.id)));
  await recordFlow(tx, caller, archived ? 'flow.archived' : 'flow.reopened', row);
}
