import { and, eq, sql } from 'drizzle-orm';
import type { OrderItem, OrderStatus } from '../../../shared/api/business/records.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { orders } from '../../db/schema/index.ts';
import { addDays } from './localTime.ts';

/** What anybody may learn who knows the number of an order: nothing of whose it is. */
export interface OrderState {
  orderNumber: string;
  status: OrderStatus;
  /** The local day it should arrive. */
  eta: string | null;
  carrier: string | null;
  trackingNumber: string | null;
  items: OrderItem[];
}

/** An order by its number, however it is spaced or hyphenated; null when there is none. */
export function findOrder(
  tx: WorkspaceTx,
  workspaceId: string,
  number: string,
  today: string,
): Promise<OrderState | null> {
  return findBy(tx, workspaceId, 'number', number, today);
}

/** An order by the tracking number of its parcel; null when there is none. */
export function findParcel(
  tx: WorkspaceTx,
  workspaceId: string,
  trackingNumber: string,
  today: string,
): Promise<OrderState | null> {
  return findBy(tx, workspaceId, 'trackingNumber', trackingNumber, today);
}

async function findBy(
  tx: WorkspaceTx,
  workspaceId: string,
  field: 'number' | 'trackingNumber',
  given: string,
  today: string,
): Promise<OrderState | null> {
  if (!/[\p{L}\d]/u.test(given)) return null;
  const [order] = await tx
    .select()
    .from(orders)
    .where(
      and(eq(orders.workspaceId, workspaceId), sql`${plainNumber(orders[field])} = ${plainNumber(given)}`),
    )
    .limit(1);
  if (!order) return null;
  const { status, carrier, trackingNumber, items } = order;
  return { orderNumber: order.number, status, eta: etaOf(order, today), carrier, trackingNumber, items };
}

/** Letters and digits alone; an index of the table is on the same expression. */
export const plainNumber = (of: (typeof orders)['number' | 'trackingNumber'] | string) =>
  sql`regexp_replace(lower(${of}), '[^[:alnum:]]', '', 'g')`;

/** The day an order should arrive. */
export function etaOf(order: { eta: string | null; etaInDays: number | null }, today: string): string | null {
  return order.etaInDays === null ? order.eta : addDays(today, order.etaInDays);
}
