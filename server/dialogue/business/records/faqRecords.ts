import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { FaqEntry, FaqInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../../../db/page.ts';
import { faqEntries } from '../../../db/schema/index.ts';
import { notFound } from '../../../problem.ts';
import { anywhere, type Business, type ListInput, recordChange } from './business.ts';

type Row = typeof faqEntries.$inferSelect;

/** Questions with their answers, newest first. */
export async function listFaq(
  { database }: Business,
  { workspaceId }: Caller,
  { limit, cursor, q }: ListInput,
): Promise<{ items: FaqEntry[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  const like = anywhere(q);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(faqEntries)
      .where(
        and(
          eq(faqEntries.workspaceId, workspaceId),
          before ? lt(faqEntries.id, before[0]) : undefined,
          like
            ? or(sql`${faqEntries.question} ilike ${like}`, sql`${faqEntries.answer} ilike ${like}`)
            : undefined,
        ),
      )
      .orderBy(desc(faqEntries.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
  return { items: items.map(present), nextCursor };
}

export async function createFaqEntry(
  { database }: Business,
  caller: Caller,
  input: FaqInput,
): Promise<FaqEntry> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .insert(faqEntries)
      .values({ workspaceId, ...input })
      .returning();
    if (!row) throw notFound('question');
    await recordChange(tx, caller, { kind: 'faq-entry', verb: 'created', id: row.id, name: row.question });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function updateFaqEntry(
  { database }: Business,
  caller: Caller,
  id: string,
  input: FaqInput,
): Promise<FaqEntry> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .update(faqEntries)
      .set(input)
      .where(and(eq(faqEntries.workspaceId, workspaceId), eq(faqEntries.id, id)))
      .returning();
    if (!row) throw notFound('question');
    await recordChange(tx, caller, { kind: 'faq-entry', verb: 'changed', id, name: row.question });
    return present(row);
  });
}

/** Throws `not-found`. */
export async function deleteFaqEntry({ database }: Business, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .delete(faqEntries)
      .where(and(eq(faqEntries.workspaceId, workspaceId), eq(faqEntries.id, id)))
      .returning({ question: faqEntries.question });
    if (!row) throw notFound('question');
    await recordChange(tx, caller, { kind: 'faq-entry', verb: 'deleted', id, name: row.question });
  });
}

function present({ id, question, answer, language, createdAt }: Row): FaqEntry {
  return { id, question, answer, language, createdAt: createdAt.toISOString() };
}
