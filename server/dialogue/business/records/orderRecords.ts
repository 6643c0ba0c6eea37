import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { Order, OrderInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { customers, orders } from '../../../db/schema/index.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import { dayOf } from '../localTime.ts';
import { etaOf, plainNumber } from '../orders.ts';
import { timeZoneOf } from '../workspaceZone.ts';
import { anywhere, type Business, type ListInput, recordChange } from './business.ts';

/** Orders, newest first. */
export async function listOrders(
  { database, now }: Business,
  { workspaceId }: Caller,
  { limit, cursor, q }: ListInput,
): Promise<{ items: Order[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  const like = anywhere(q);
  return database.withWorkspace(workspaceId, async (tx) => {
    const found = like
      ? or(
          sql`${orders.number} ilike ${like}`,
          sql`${orders.trackingNumber} ilike ${like}`,
          sql`${customers.name} ilike ${like}`,
        )
      : undefined;
    const rows = await select(tx)
      .where(and(eq(orders.workspaceId, workspaceId), before ? lt(orders.id, before[0]) : undefined, found))
      .orderBy(desc(orders.id))
      .limit(limit + 1);
    const today = dayOf(now(), await timeZoneOf(tx, workspaceId));
    const { items, nextCursor } = pageOf(rows, limit, ({ order }) => [order.id]);
    return { items: items.map((row) => present(row, today)), nextCursor };
  });
}

/** Throws `already-exists` for a number that is taken, `validation-failed` for an unknown customer. */
export async function createOrder(business: Business, caller: Caller, input: OrderInput): Promise<Order> {
  const { workspaceId } = caller;
  return business.database.withWorkspace(workspaceId, async (tx) => {
    await check(tx, workspaceId, input, null);
    const [row] = await tx
      .insert(orders)
      .values({ workspaceId, ...input })
      .returning({ id: orders.id });
    const made = await read(business, tx, workspaceId, row?.id ?? '');
    await recordChange(tx, caller, { kind: 'order', verb: 'created', id: made.id, name: made.number });
    return made;
  });
}

/** Throws as `createOrder` does, and `not-found`. */
export async function updateOrder(
  business: Business,
  caller: Caller,
  id: string,
  input: OrderInput,
): Promise<Order> {
  const { workspaceId } = caller;
  return business.database.withWorkspace(workspaceId, async (tx) => {
    const shown = await read(business, tx, workspaceId, id);
    await check(tx, workspaceId, input, id);
    // A day that nobody touched may be one that is counted from today.
    const eta = shown.eta === input.eta ? {} : { eta: input.eta, etaInDays: null };
    const { eta: _, ...rest } = input;
    await tx
      .update(orders)
      .set({ ...rest, ...eta })
      .where(and(eq(orders.workspaceId, workspaceId), eq(orders.id, id)));
    const changed = await read(business, tx, workspaceId, id);
    await recordChange(tx, caller, { kind: 'order', verb: 'changed', id, name: changed.number });
    return changed;
  });
}

/** Throws `not-found`. */
export async function deleteOrder({ database }: Business, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .delete(orders)
      .where(and(eq(orders.workspaceId, workspaceId), eq(orders.id, id)))
      .returning({ number: orders.number });
    if (!row) throw notFound('order');
    await recordChange(tx, caller, { kind: 'order', verb: 'deleted', id, name: row.number });
  });
}

async function check(
  tx: WorkspaceTx,
  workspaceId: string,
  { number, customerId }: OrderInput,
  own: string | null,
): Promise<void> {
  const [namesake] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(eq(orders.workspaceId, workspaceId), sql`${plainNumber(orders.number)} = ${plainNumber(number)}`),
    );
  if (namesake && namesake.id !== own)
    throw new ProblemError('already-exists', `There is an order ${number} already.`);
  if (customerId === null) return;
  const [customer] = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.workspaceId, workspaceId), eq(customers.id, customerId)));
  if (!customer)
    throw new ProblemError('validation-failed', 'There is no such customer in this workspace.', {
      errors: [{ field: 'customerId', message: 'is not a customer' }],
    });
}

const select = (tx: WorkspaceTx) =>
  tx
    .select({ order: orders, customerName: customers.name })
    .from(orders)
    .leftJoin(customers, eq(customers.id, orders.customerId))
    .$dynamic();

async function read({ now }: Business, tx: WorkspaceTx, workspaceId: string, id: string): Promise<Order> {
  const [row] = await select(tx).where(and(eq(orders.workspaceId, workspaceId), eq(orders.id, id)));
  if (!row) throw notFound('order');
  return present(row, dayOf(now(), await timeZoneOf(tx, workspaceId)));
}

function present(
  { order, customerName }: { order: typeof orders.$inferSelect; customerName: string | null },
  today: string,
): Order {
  const { id, number, customerId, items, status, carrier, trackingNumber, createdAt } = order;
  return {
    ...{ id, number, customerId, customerName, items, status, carrier, trackingNumber },
    eta: etaOf(order, today),
    createdAt: createdAt.toISOString(),
  };
}
