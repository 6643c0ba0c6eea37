import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { Customer, CustomerInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { customers } from '../../../db/schema/index.ts';
import { notFound } from '../../../problem.ts';
import { anywhere, type Business, type ListInput, recordChange } from './business.ts';

type Row = typeof customers.$inferSelect;

/** Customers, newest first. */
export async function listCustomers(
  { database }: Business,
  { workspaceId }: Caller,
  { limit, cursor, q }: ListInput,
): Promise<{ items: Customer[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  const like = anywhere(q);
  const digits = /^[+\d\s().-]{3,}$/.test(q?.trim() ?? '') ? anywhere(q?.replaceAll(/\D/g, '')) : undefined;
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(customers)
      .where(
        and(
          eq(customers.workspaceId, workspaceId),
          before ? lt(customers.id, before[0]) : undefined,
          like
            ? or(
                sql`${customers.name} ilike ${like}`,
                sql`${customers.email} ilike ${like}`,
                digits === undefined ? undefined : sql`${customers.phoneDigits} like ${digits}`,
              )
            : undefined,
        ),
      )
      .orderBy(desc(customers.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
  return { items: items.map(present), nextCursor };
}

export async function createCustomer(
  { database }: Business,
  caller: Caller,
  input: CustomerInput,
): Promise<Customer> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .insert(customers)
      .values({ workspaceId, ...input })
      .returning();
    if (!row) throw notFound('customer');
    await recordChange(tx, caller, { kind: 'customer', verb: 'created', id: row.id });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function updateCustomer(
  { database }: Business,
  caller: Caller,
  id: string,
  input: CustomerInput,
): Promise<Customer> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .update(customers)
      .set(input)
      .where(and(eq(customers.workspaceId, workspaceId), eq(customers.id, id)))
      .returning();
    if (!row) throw notFound('customer');
    await recordChange(tx, caller, { kind: 'customer', verb: 'changed', id });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function deleteCustomer({ database }: Business, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .delete(customers)
      .where(and(eq(customers.workspaceId, workspaceId), eq(customers.id, id)))
      .returning({ id: customers.id });
    if (!row) throw notFound('customer');
    await recordChange(tx, caller, { kind: 'customer', verb: 'deleted', id });
  });
}

function present({ id, name, phone, email, note, createdAt }: Row): Customer {
  return { id, name, phone, email, note, createdAt: createdAt.toISOString() };
}
