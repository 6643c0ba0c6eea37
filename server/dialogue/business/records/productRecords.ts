import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { Product, ProductInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { products } from '../../../db/schema/index.ts';
import { notFound } from '../../../problem.ts';
import { anywhere, type Business, type ListInput } from './business.ts';

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
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .insert(products)
      .values({ workspaceId, ...input })
      .returning(),
  );
  if (!row) throw notFound('product');
  return present(row);
}

/** Throws `not-found`. */
export async function updateProduct(
  { database }: Business,
  { workspaceId }: Caller,
  id: string,
  input: ProductInput,
): Promise<Product> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .update(products)
      .set(input)
      .where(and(eq(products.workspaceId, workspaceId), eq(products.id, id)))
      .returning(),
  );
  if (!row) throw notFound('product');
  return present(row);
}

/** Throws `not-found`. */
export async function deleteProduct(
  { database }: Business,
  { workspaceId }: Caller,
  id: string,
): Promise<void> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .delete(products)
      .where(and(eq(products.workspaceId, workspaceId), eq(products.id, id)))
      .returning({ id: products.id }),
  );
  if (!row) throw notFound('product');
}

function present({ id, name, description, priceUsd, stock, language, createdAt }: Row): Product {
  return { id, name, description, priceUsd, stock, language, createdAt: createdAt.toISOString() };
}
