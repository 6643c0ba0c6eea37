import { and, desc, eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { faqEntries } from '../../db/schema/index.ts';
import { primaryOf, searchOrder, wordsOf } from './searchWords.ts';

export interface FoundAnswer {
  question: string;
  answer: string;
  /** Share of the question's words that stand in it, 0 to 1. */
  match: number;
}

/** Answers with less of the question in them are not told. */
const LEAST_MATCH = 0.5;

/** Answers to a question, the best first; at most `limit`. */
export async function searchFaq(
  tx: WorkspaceTx,
  workspaceId: string,
  query: string,
  language: string,
  limit = 3,
): Promise<FoundAnswer[]> {
  const present = await tx
    .selectDistinct({ language: primaryOf(faqEntries.language) })
    .from(faqEntries)
    .where(eq(faqEntries.workspaceId, workspaceId));
  const found: FoundAnswer[] = [];
  for (const one of searchOrder(
    present.map((row) => row.language),
    language,
  )) {
    const words = await wordsOf(tx, query, one);
    if (words.stems.length === 0) continue;
    const all = words.allIn(faqEntries.search);
    const rows = await tx
      .select({
        question: faqEntries.question,
        answer: faqEntries.answer,
        count: words.countIn(faqEntries.search),
        all,
      })
      .from(faqEntries)
      .where(
        and(
          eq(faqEntries.workspaceId, workspaceId),
          eq(primaryOf(faqEntries.language), one),
          words.anyIn(faqEntries.search),
        ),
      )
      .orderBy(desc(all), desc(words.countIn(faqEntries.search)), desc(words.rankIn(faqEntries.search)))
      .limit(limit);
    for (const { question, answer, count, all: whole } of rows) {
      const match = whole ? 1 : count / words.stems.length;
      if (match >= LEAST_MATCH) found.push({ question, answer, match });
    }
  }
  return found.sort((a, b) => b.match - a.match).slice(0, limit);
}
