import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Dictionary, DictionaryState } from '../../../shared/api/dictionaries.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, NumberPosition, pageOf } from '../../db/page.ts';
import { dictionaryVersions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Studio } from '../studio.ts';

/** The number of the newest state; null while there is no dictionary. */
export async function newestDictionaryNumber(tx: WorkspaceTx, workspaceId: string): Promise<number | null> {
  const [newest] = await tx
    .select({ number: dictionaryVersions.number })
    .from(dictionaryVersions)
    .where(eq(dictionaryVersions.workspaceId, workspaceId))
    .orderBy(desc(dictionaryVersions.number))
    .limit(1);
  return newest?.number ?? null;
}

/** Entries of several states, by number. */
export async function readEntries(
  tx: WorkspaceTx,
  workspaceId: string,
  numbers: readonly number[],
): Promise<Map<number, readonly DictionaryEntry[]>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx
    .select({ number: dictionaryVersions.number, entries: dictionaryVersions.entries })
    .from(dictionaryVersions)
    .where(
      and(
        eq(dictionaryVersions.workspaceId, workspaceId),
        inArray(dictionaryVersions.number, [...new Set(numbers)]),
      ),
    );
  return new Map(rows.map(({ number, entries }) => [number, entries]));
}

/** How words are pronounced in a state of the dictionary; in none, as they are written. */
export async function entriesOf(
  tx: WorkspaceTx,
  workspaceId: string,
  number: number | null,
): Promise<readonly DictionaryEntry[]> {
  if (number === null) return [];
  return (await readEntries(tx, workspaceId, [number])).get(number) ?? [];
}

/** How words are pronounced in what is asked for now. */
export async function newestEntries(
  { database }: Pick<Studio, 'database'>,
  workspaceId: string,
): Promise<readonly DictionaryEntry[]> {
  return database.withWorkspace(workspaceId, async (tx) =>
    entriesOf(tx, workspaceId, await newestDictionaryNumber(tx, workspaceId)),
  );
}

/** A state with its entries; `latest` before anything was saved is an empty one with the number 0. Throws `not-found`. */
export function getDictionary(
  { database }: Studio,
  { workspaceId }: Caller,
  which: 'latest' | number,
): Promise<Dictionary> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const number = which === 'latest' ? await newestDictionaryNumber(tx, workspaceId) : which;
    if (number === null) return { number: 0, entries: [], entryCount: 0, note: null, by: null, at: null };
    const [row] = await tx
      .select()
      .from(dictionaryVersions)
      .where(and(eq(dictionaryVersions.workspaceId, workspaceId), eq(dictionaryVersions.number, number)));
    if (!row) throw notFound('state of the dictionary');
    return { ...presentState(row), entries: row.entries };
  });
}

/** Every saved state, newest first. */
export function listDictionaries(
  { database }: Studio,
  { workspaceId }: Caller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: DictionaryState[]; nextCursor: string | null }> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const before = decodeCursor(cursor, NumberPosition);
    const rows = await tx
      .select()
      .from(dictionaryVersions)
      .where(
        and(
          eq(dictionaryVersions.workspaceId, workspaceId),
          before ? lt(dictionaryVersions.number, before[0]) : undefined,
        ),
      )
      .orderBy(desc(dictionaryVersions.number))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.number]);
    return { items: items.map(presentState), nextCursor };
  });
}

export function presentState(row: typeof dictionaryVersions.$inferSelect): DictionaryState {
  return {
    number: row.number,
    entryCount: row.entries.length,
    note: row.note,
    by: createdByActor(row),
    at: row.createdAt.toISOString(),
  };
}
