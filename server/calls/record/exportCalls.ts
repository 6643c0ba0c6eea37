import { and, desc, sql } from 'drizzle-orm';
import type { CallFilter } from '../../../shared/api/calls/filter.ts';
import type { Caller } from '../../caller.ts';
import { csvLine } from '../../db/csv.ts';
import { calls } from '../../db/schema/index.ts';
import { timeZoneOf } from '../../dialogue/business/workspaceZone.ts';
import { callsLike } from './filterCalls.ts';
import { type KeptCalls, type Listed, partiesOf, selectCalls } from './readCalls.ts';

const ROWS_AT_ONCE = 1_000;

const yesNo = (value: boolean | null) => (value === null ? null : value ? 1 : 0);

const COLUMNS: Record<string, (row: Listed) => string | number | null> = {
  id: (row) => row.id,
  started_at: (row) => row.createdAt.toISOString(),
  ended_at: (row) => row.endedAt?.toISOString() ?? null,
  carrier: (row) => row.carrier,
  direction: (row) => row.direction,
  from: (row) => partiesOf(row).from,
  to: (row) => partiesOf(row).to,
  flow: (row) => row.flowName,
  flow_version: (row) => row.flowVersion,
  personality: (row) => row.personalityName,
  test: (row) => yesNo(row.test),
  state: (row) => row.state,
  end: (row) => row.end,
  duration_seconds: (row) => (row.durationMs === null ? null : row.durationMs / 1000),
  recorded_seconds: (row) => row.recordedMs / 1000,
  contained: (row) => yesNo(row.contained),
  resolved: (row) => yesNo(row.resolved),
  intent: (row) => row.topIntent,
  sentiment: (row) => row.sentimentScore,
  satisfaction: (row) => row.satisfaction,
  turns: (row) => row.turnCount,
  cost_usd: (row) => row.costUsd,
  cost_speech_usd: (row) => row.costParts?.speech ?? null,
  cost_recognition_usd: (row) => row.costParts?.recognition ?? null,
  cost_model_usd: (row) => row.costParts?.model ?? null,
  cost_telephony_usd: (row) => row.costParts?.telephony ?? null,
};

/** Calls as CSV (RFC 4180), newest first, piece by piece: never all of them in memory. */
export async function* exportCalls(
  { database }: KeptCalls,
  { workspaceId }: Caller,
  filter: CallFilter,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  let before: string | undefined;
  for (;;) {
    const rows: Listed[] = await database.withWorkspace(workspaceId, async (tx) =>
      selectCalls(tx)
        .where(
          and(
            callsLike(workspaceId, filter, await timeZoneOf(tx, workspaceId)),
            before === undefined ? undefined : sql`${calls.id} < ${before}`,
          ),
        )
        .orderBy(desc(calls.id))
        .limit(ROWS_AT_ONCE),
    );
    if (rows.length > 0)
      yield rows.map((row) => csvLine(Object.values(COLUMNS).map((column) => column(row)))).join('');
    before = rows.at(-1)?.id;
    if (rows.length < ROWS_AT_ONCE) return;
  }
}
