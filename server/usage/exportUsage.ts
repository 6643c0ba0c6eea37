import { and, asc, sql } from 'drizzle-orm';
import type { UsageFilter } from '../../shared/api/usage.ts';
import type { Caller } from '../caller.ts';
import { csvLine } from '../db/csv.ts';
import { usageEntries } from '../db/schema/index.ts';
import { entriesLike, isNarrowed, rangeOf } from './filter.ts';
import { type AnswersOfDay, answersByDay } from './readAnswers.ts';
import type { Usage } from './usage.ts';

const ROWS_AT_ONCE = 1_000;

type Row = typeof usageEntries.$inferSelect;
const COLUMNS: Record<string, (row: Row) => string | number | null> = {
  id: (row) => row.id,
  at: (row) => row.at.toISOString(),
  state: (row) => row.state,
  cached: (row) => (row.cached ? 1 : 0),
  purpose: (row) => row.purpose,
  user_kind: (row) => row.createdByKind,
  user_id: (row) => row.createdById,
  user_name: (row) => row.createdByName,
  engine: (row) => row.engineId,
  voice: (row) => row.voiceId,
  voice_name: (row) => row.voiceName,
  personality: (row) => row.personalityId,
  version: (row) => row.versionId,
  characters: (row) => row.characters,
  seconds: (row) => row.seconds,
  cost_usd: (row) => row.costUsd,
  answers: () => null,
  input_tokens: () => null,
  output_tokens: () => null,
};

/** Answers are kept by day and model: people may delete conversations. They stand behind the single uses. */
const ofAnswers = (row: AnswersOfDay): Record<string, string | number> => ({
  at: `${row.day}T00:00:00.000Z`,
  state: 'settled',
  engine: row.id,
  voice: row.model,
  cost_usd: row.costUsd,
  answers: row.answers,
  input_tokens: row.inputTokens,
  output_tokens: row.outputTokens,
});

/** Every use as CSV (RFC 4180), oldest first, then answers by day and model where nothing is narrowed, piece by piece: never all of it in memory. Throws `validation-failed`. */
export function exportUsage(usage: Usage, caller: Caller, filter: UsageFilter): AsyncGenerator<string> {
  return lines(usage, caller.workspaceId, rangeOf(filter), filter);
}

async function* lines(
  { database, prices }: Usage,
  workspaceId: string,
  range: { from: string; to: string },
  filter: UsageFilter,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  let last: Row | undefined;
  for (;;) {
    const after =
      last && sql`(${usageEntries.at}, ${usageEntries.id}) > (${last.at.toISOString()}, ${last.id})`;
    const rows: Row[] = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .select()
        .from(usageEntries)
        .where(and(entriesLike(workspaceId, range, filter), after))
        .orderBy(asc(usageEntries.at), asc(usageEntries.id))
        .limit(ROWS_AT_ONCE),
    );
    if (rows.length > 0)
      yield rows.map((row) => csvLine(Object.values(COLUMNS).map((column) => column(row)))).join('');
    last = rows.at(-1);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  if (isNarrowed(filter)) return;
  const answers = await database.withWorkspace(workspaceId, (tx) =>
    answersByDay(tx, workspaceId, range, prices),
  );
  for (const row of answers.map(ofAnswers))
    yield csvLine(Object.keys(COLUMNS).map((column) => row[column] ?? null));
}
