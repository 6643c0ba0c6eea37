import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { Product, ProductInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { products } from '../../../db/schema/index.ts';
import { notFound } from '../../../problem.ts';
import { anywhere, type Business, type ListInput, recordChange } from './business.ts';

type Row = typeof products.$inferSelect;

/** Products, newest first. */
export async function listProducts(
  { database }: Business,
  { workspaceId }: Caller,
  { limit, cursor, q }: ListInput,
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  const like = anywhere(q);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(products)
      .where(
        and(
          eq(products.workspaceId, workspaceId),
          before ? lt(products.id, before[0]) : undefined,
          like
            ? or(sql`${products.name} ilike ${like}`, sql`${products.description} ilike ${like}`)
            : undefined,
        ),
      )
      .orderBy(desc(products.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
  return { items: items.map(present), nextCursor };
}

export async function createProduct(
  { database }: Business,
  caller: Caller,
  input: ProductInput,
): Promise<Product> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .insert(products)
      .values({ workspaceId, ...input })
      .returning();
    if (!row) throw notFound('product');
    await recordChange(tx, caller, { kind: 'product', verb: 'created', id: row.id, name: row.name });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function updateProduct(
  { database }: Business,
  caller: Caller,
  id: string,
  input: ProductInput,
): Promise<Product> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .update(products)
      .set(input)
      .where(and(eq(products.workspaceId, workspaceId), eq(products.id, id)))
      .returning();
    if (!row) throw notFound('product');
    await recordChange(tx, caller, { kind: 'product', verb: 'changed', id, name: row.name });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function deleteProduct({ database }: Business, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .delete(products)
      .where(and(eq(products.workspaceId, workspaceId), eq(products.id, id)))
      .returning({ name: products.name });
    if (!row) throw notFound('product');
    await recordChange(tx, caller, { kind: 'product', verb: 'deleted', id, name: row.name });
  });
}

function present({ id, name, description, priceUsd, stock, language, createdAt }: Row): Product {
  return { id, name, description, priceUsd, stock, language, createdAt: createdAt.toISOString() };
}
