import type { Dictionary } from '../../../shared/api/dictionaries.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import { dictionaryVersions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { newestDictionaryNumber, presentState } from './readDictionary.ts';

export interface NewDictionary {
  entries: DictionaryEntry[];
  note?: string | undefined;
  /** The state that the entries were made from; 0 for the first one. */
  expectedNumber: number;
}

/**
 * Saves a new state of the dictionary; what is generated from now on is spoken with it. Throws `conflict` when
 * somebody saved another one in between, `validation-failed` for entries that say two things of the same words.
 */
export function saveDictionary(
  { database }: Studio,
  caller: Caller,
  { entries, note, expectedNumber }: NewDictionary,
): Promise<Dictionary> {
  refuseContradictions(entries);
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const newest = (await newestDictionaryNumber(tx, workspaceId)) ?? 0;
    if (newest !== expectedNumber) throw somebodyWasFaster(newest);
    const [row] = await tx
      .insert(dictionaryVersions)
      .values({
        workspaceId,
        number: newest + 1,
        entries,
        note: note?.trim() || null,
        ...createdByColumns(caller.actor),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw somebodyWasFaster(newest + 1);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'dictionary.saved',
      subject: { kind: 'dictionary', id: String(row.number), name: `Dictionary ${row.number}` },
      detail: { number: row.number, entries: entries.length, note: row.note },
      correlationId: caller.correlationId,
    });
    return { ...presentState(row), entries: row.entries };
  });
}

function refuseContradictions(entries: readonly DictionaryEntry[]): void {
  const seen = new Map<string, number>();
  for (const [index, { phrase, language, caseSensitive, engines }] of entries.entries()) {
    const key = JSON.stringify([
      caseSensitive ? phrase : phrase.toLowerCase(),
      language?.toLowerCase() ?? null,
      caseSensitive,
      engines?.toSorted() ?? null,
    ]);
    const before = seen.get(key);
    if (before !== undefined)
      throw new ProblemError(
        'validation-failed',
        `“${phrase}” stands twice for the same language and engines. Keep one of them.`,
        { errors: [{ field: `entries.${index}.phrase`, message: `stands already in entry ${before + 1}` }] },
      );
    seen.set(key, index);
  }
}

function somebodyWasFaster(newest: number): ProblemError {
  return new ProblemError(
    'conflict',
    `Somebody saved state ${newest} of the dictionary in the meantime. Look at it, then save yours again.`,
  );
}
