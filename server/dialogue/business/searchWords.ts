import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { WorkspaceTx } from '../../db/database.ts';

/** A question as the database compares it with texts of one language. */
export interface Words {
  language: string;
  /** Stems, without those that say nothing. */
  stems: string[];
  /** Conditions and orders for a column of words (tsvector). */
  anyIn(column: AnyPgColumn): SQL<boolean>;
  /** Whether all that was asked for stands in it, with quotation and minus as search engines know them. */
  allIn(column: AnyPgColumn): SQL<boolean>;
  /** How many of the stems stand in it. */
  countIn(column: AnyPgColumn): SQL<number>;
  rankIn(column: AnyPgColumn): SQL<number>;
}

/** Takes a question apart by the rules of a language (BCP 47). */
export async function wordsOf(tx: WorkspaceTx, question: string, language: string): Promise<Words> {
  const asked = question.slice(0, 1000);
  const { rows } = await tx.execute<{ stems: string[] }>(
    sql`select tsvector_to_array(to_tsvector(voiceops_search_config(${language}), voiceops_spaced(${asked}))) as stems`,
  );
  const stems = rows[0]?.stems.slice(0, 30) ?? [];
  const quoted = stems.map((stem) => `'${stem.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
  const any = sql`${quoted.join(' | ')}::tsquery`;
  return {
    language,
    stems,
    anyIn: (column) => sql<boolean>`${column} @@ ${any}`,
    allIn: (column) =>
      sql<boolean>`${column} @@ websearch_to_tsquery(voiceops_search_config(${language}), voiceops_spaced(${asked}))`,
    countIn: (column) =>
      sql<number>`(select count(*)::int from unnest(${sql.param(quoted)}::text[]) as stem where ${column} @@ stem::tsquery)`,
    rankIn: (column) => sql<number>`ts_rank_cd(${column}, ${any}, 1)`,
  };
}

/** The first part of a language tag: `en` of `en-US`. */
export const primaryOf = (column: AnyPgColumn) => sql<string>`split_part(lower(${column}), '-', 1)`;

/** Languages of a list in the order they are searched: the one that is spoken first. */
export function searchOrder(present: readonly string[], spoken: string): string[] {
  const primary = spoken.toLowerCase().split('-')[0] ?? '';
  return present.includes(primary) ? [primary] : [...present].sort().slice(0, 5);
}
