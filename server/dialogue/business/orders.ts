import { and, desc, eq, sql } from 'drizzle-orm';
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

/** As many of the newest orders tell how long numbers are. */
const NEWEST = 200;
/** Numbers of more lengths than that are of no known length. */
const MOST_LENGTHS = 3;

/** How many digits the numbers of a workspace's orders have, ascending; empty where they have any number, or letters. */
export async function orderDigits(tx: WorkspaceTx, workspaceId: string): Promise<number[]> {
  const newest = tx
    .select({ plain: plainNumber(orders.number).as('plain') })
    .from(orders)
    .where(eq(orders.workspaceId, workspaceId))
    .orderBy(desc(orders.id))
    .limit(NEWEST)
    .as('newest');
  const rows = await tx
    .selectDistinct({
      digits: sql<number>`case when ${newest.plain} ~ '^[0-9]+$' then length(${newest.plain}) else 0 end`,
    })
    .from(newest)
    .limit(MOST_LENGTHS + 1);
  const lengths = rows.map(({ digits }) => digits).sort((a, b) => a - b);
  return lengths.length > MOST_LENGTHS || lengths[0] === 0 ? [] : lengths;
}

/** Letters and digits alone; an index of the table is on the same expression. */
export const plainNumber = (of: (typeof orders)['number' | 'trackingNumber'] | string) =>
  sql`regexp_replace(lower(${of}), '[^[:alnum:]]', '', 'g')`;

/** The day an order should arrive. */
export function etaOf(order: { eta: string | null; etaInDays: number | null }, today: string): string | null {
  return order.etaInDays === null ? order.eta : addDays(today, order.etaInDays);
}
