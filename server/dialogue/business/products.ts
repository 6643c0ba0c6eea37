import { and, desc, eq, lte } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { products } from '../../db/schema/index.ts';
import { primaryOf, searchOrder, wordsOf } from './searchWords.ts';

export interface FoundProduct {
  name: string;
  priceUsd: number;
  inStock: boolean;
  description: string;
}

/** Products that have to do with a query, the best first. */
export async function searchProducts(
  tx: WorkspaceTx,
  workspaceId: string,
  { query, maxPriceUsd, language }: { query: string; maxPriceUsd: number | undefined; language: string },
  limit = 8,
): Promise<FoundProduct[]> {
  const present = await tx
    .selectDistinct({ language: primaryOf(products.language) })
    .from(products)
    .where(eq(products.workspaceId, workspaceId));
  const found: FoundProduct[] = [];
  for (const one of searchOrder(
    present.map((row) => row.language),
    language,
  )) {
    const words = await wordsOf(tx, query, one);
    if (words.stems.length === 0) continue;
    const rows = await tx
      .select()
      .from(products)
      .where(
        and(
          eq(products.workspaceId, workspaceId),
          eq(primaryOf(products.language), one),
          words.anyIn(products.search),
          maxPriceUsd === undefined ? undefined : lte(products.priceUsd, maxPriceUsd),
        ),
      )
      .orderBy(desc(words.countIn(products.search)), desc(words.rankIn(products.search)))
      .limit(limit);
    for (const { name, priceUsd, stock, description } of rows)
      found.push({ name, priceUsd, inStock: stock > 0, description: description.slice(0, 300) });
  }
  return found.slice(0, limit);
}
