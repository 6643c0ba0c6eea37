import { and, asc, eq, gt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PhoneNumber } from '../../../../shared/api/calls/numbers.ts';
import type { By, Caller } from '../../../caller.ts';
import { createdByActor, createdByColumns } from '../../../db/actors.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { notify } from '../../../db/notify.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { flows, phoneNumbers } from '../../../db/schema/index.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import type { FlowStore } from './flows.ts';
import { flowRow } from './readFlows.ts';

type NumberRow = typeof phoneNumbers.$inferSelect;

/** A page of numbers, in the order they were added. */
export function listNumbers(
  { database }: FlowStore,
  { workspaceId }: Caller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: PhoneNumber[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await selectNumbers(tx)
      .where(
        and(
          eq(phoneNumbers.workspaceId, workspaceId),
          after === null ? undefined : gt(phoneNumbers.id, after[0]),
        ),
      )
      .orderBy(asc(phoneNumbers.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, ({ number }) => [number.id]);
    return { items: items.map(present), nextCursor };
  });
}

/** Adds a number. Throws `already-exists` when it is in use here, whoever has it, and `not-found` for the flow. */
export function addNumber(
  { database }: FlowStore,
  caller: Caller,
  number: { number: string; name: string; flowId: string | null },
): Promise<PhoneNumber> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const id = await insertNumber(tx, caller, number);
    if (id === null)
      throw new ProblemError(
        'already-exists',
        `${number.number} is in use in this installation already. A number can lead to one place only.`,
      );
    return readNumber(tx, caller.workspaceId, id);
  });
}

/** As `addNumber`, within a transaction; gives its id, or null when the number is in use. */
export async function insertNumber(
  tx: WorkspaceTx,
  by: By,
  { number, name, flowId }: { number: string; name: string; flowId: string | null },
): Promise<string | null> {
  const { workspaceId } = by;
  if (flowId !== null) await openFlow(tx, workspaceId, flowId);
  const id = v7();
  const [made] = await tx
    .insert(phoneNumbers)
    .values({ id, workspaceId, number, name: name.trim(), flowId, ...createdByColumns(by.actor) })
    // Of another workspace's row nothing is seen, only that there is one.
    .onConflictDoNothing({ target: phoneNumbers.number })
    .returning({ id: phoneNumbers.id });
  if (!made) return null;
  await recordNumber(tx, by, 'phone-number.added', { id, name: number }, { flowId });
  return id;
}

/** Renames a number or leads it elsewhere, for calls that begin from then on. Throws `not-found`, `conflict`. */
export function changeNumber(
  { database }: FlowStore,
  caller: Caller,
  id: string,
  { name, flowId }: { name?: string | undefined; flowId?: string | null | undefined },
): Promise<PhoneNumber> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const row = await numberRow(tx, workspaceId, id);
    if (flowId) await openFlow(tx, workspaceId, flowId);
    const fields = {
      ...(name !== undefined && name.trim() !== row.name ? { name: name.trim() } : {}),
      ...(flowId !== undefined && flowId !== row.flowId ? { flowId } : {}),
    };
    if (Object.keys(fields).length > 0) {
      await tx.update(phoneNumbers).set(fields).where(thisNumber(workspaceId, id));
      await recordNumber(tx, caller, 'phone-number.changed', { id, name: row.number }, fields);
    }
    return readNumber(tx, workspaceId, id);
  });
}

/** Throws `not-found`. */
export function deleteNumber({ database }: FlowStore, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const { number } = await numberRow(tx, workspaceId, id);
    await tx.delete(phoneNumbers).where(thisNumber(workspaceId, id));
    await recordNumber(tx, caller, 'phone-number.removed', { id, name: number });
  });
}

const thisNumber = (workspaceId: string, id: string) =>
  and(eq(phoneNumbers.workspaceId, workspaceId), eq(phoneNumbers.id, id));

async function numberRow(tx: WorkspaceTx, workspaceId: string, id: string): Promise<NumberRow> {
  const [row] = await tx.select().from(phoneNumbers).where(thisNumber(workspaceId, id)).for('update');
  if (!row) throw notFound('number');
  return row;
}

/** Locked, so that it is not archived meanwhile. Throws `not-found`, and `conflict` for an archived one. */
async function openFlow(tx: WorkspaceTx, workspaceId: string, flowId: string): Promise<void> {
  const flow = await flowRow(tx, workspaceId, flowId, { lock: true });
  if (flow.archivedAt !== null)
    throw new ProblemError('conflict', `“${flow.name}” is archived. Take it out of the archive first.`);
}

const selectNumbers = (tx: WorkspaceTx) =>
  tx
    .select({ number: phoneNumbers, flow: { id: flows.id, name: flows.name, version: flows.version } })
    .from(phoneNumbers)
    .leftJoin(flows, eq(flows.id, phoneNumbers.flowId));

async function readNumber(tx: WorkspaceTx, workspaceId: string, id: string): Promise<PhoneNumber> {
  const [row] = await selectNumbers(tx).where(thisNumber(workspaceId, id));
  if (!row) throw notFound('number');
  return present(row);
}

function present({ number, flow }: { number: NumberRow; flow: PhoneNumber['flow'] }): PhoneNumber {
  return {
    id: number.id,
    number: number.number,
    name: number.name,
    flow,
    createdBy: createdByActor(number),
    createdAt: number.createdAt.toISOString(),
  };
}

async function recordNumber(
  tx: WorkspaceTx,
  by: By,
  action: string,
  subject: { id: string; name: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await notify(tx, by.workspaceId, { type: 'phone-numbers-changed' });
  await recordAudit(tx, by.workspaceId, {
    actor: by.actor,
    action,
    subject: { kind: 'phone-number', ...subject },
    detail,
    correlationId: by.correlationId,
  });
}
