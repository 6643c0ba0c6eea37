import { and, desc, eq, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { customers, orders } from '../../db/schema/index.ts';
import { etaOf } from './orders.ts';
import { samePerson, samePhone } from './persons.ts';

/** What somebody gives of themselves. */
export interface GivenIdentity {
  phone?: string | undefined;
  email?: string | undefined;
  name?: string | undefined;
}

export interface KnownCustomer {
  customerId: string;
  name: string;
  /** The newest first. */
  orders: { orderNumber: string; status: string; eta: string | null }[];
}

/** A customer of whom everything that was given is true; null when there is none, or more than one. */
export async function findCustomer(
  tx: WorkspaceTx,
  workspaceId: string,
  { phone, email, name }: GivenIdentity,
  today: string,
): Promise<KnownCustomer | null> {
  const rows = await tx
    .select()
    .from(customers)
    .where(
      and(
        eq(customers.workspaceId, workspaceId),
        phone === undefined ? undefined : samePhone(customers.phoneDigits, phone),
        email === undefined ? undefined : sql`lower(${customers.email}) = ${email.trim().toLowerCase()}`,
      ),
    )
    .limit(50);
  const found = rows.filter((row) => name === undefined || samePerson(row.name, name));
  const [customer] = found;
  if (!customer || found.length > 1) return null;
  const recent = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.workspaceId, workspaceId), eq(orders.customerId, customer.id)))
    .orderBy(desc(orders.id))
    .limit(5);
  return {
    customerId: customer.id,
    name: customer.name,
    orders: recent.map((order) => ({
      orderNumber: order.number,
      status: order.status,
      eta: etaOf(order, today),
    })),
  };
}
