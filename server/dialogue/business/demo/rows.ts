import { eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../../db/database.ts';
import { customers, faqEntries, openingHours, orders, products, services } from '../../../db/schema/index.ts';
import { calendarNamed } from '../services.ts';
import {
  DEMO_CALENDAR,
  DEMO_CUSTOMERS,
  DEMO_FAQ,
  DEMO_ORDERS,
  DEMO_PRODUCTS,
  DEMO_SERVICES,
  DEMO_WEEK,
} from './content.ts';

/** Each of these adds what is not there by name, and gives how many that were. */

export async function addCustomers(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const there = await tx.select().from(customers).where(eq(customers.workspaceId, workspaceId));
  const rows = DEMO_CUSTOMERS.filter(({ email }) => !there.some((row) => row.email === email));
  if (rows.length > 0) await tx.insert(customers).values(rows.map((row) => ({ workspaceId, ...row })));
  return rows.length;
}

export async function addOrders(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const people = await tx.select().from(customers).where(eq(customers.workspaceId, workspaceId));
  // Lists show the newest first: the first one here is to stand on top.
  const rows = DEMO_ORDERS.toReversed().map(({ customer, ...order }) => ({
    workspaceId,
    customerId: people.find(({ name }) => name === customer)?.id ?? null,
    ...order,
  }));
  const made = await tx.insert(orders).values(rows).onConflictDoNothing().returning({ id: orders.id });
  return made.length;
}

export async function addProducts(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const there = await tx.select().from(products).where(eq(products.workspaceId, workspaceId));
  const rows = DEMO_PRODUCTS.filter(({ name }) => !there.some((row) => row.name === name));
  if (rows.length > 0) await tx.insert(products).values(rows.map((row) => ({ workspaceId, ...row })));
  return rows.length;
}

export async function addFaq(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const there = await tx.select().from(faqEntries).where(eq(faqEntries.workspaceId, workspaceId));
  const rows = DEMO_FAQ.filter(({ question }) => !there.some((row) => row.question === question));
  if (rows.length > 0) await tx.insert(faqEntries).values(rows.map((row) => ({ workspaceId, ...row })));
  return rows.length;
}

export async function addServices(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const calendarId = await calendarNamed(tx, workspaceId, DEMO_CALENDAR);
  const rows = DEMO_SERVICES.map((service) => ({ workspaceId, calendarId, ...service }));
  const made = await tx.insert(services).values(rows).onConflictDoNothing().returning({ id: services.id });
  return made.length;
}

export async function addHours(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  if ((await tx.$count(openingHours, eq(openingHours.workspaceId, workspaceId))) > 0) return 0;
  await tx.insert(openingHours).values(DEMO_WEEK.map((part) => ({ workspaceId, ...part })));
  return DEMO_WEEK.length;
}
