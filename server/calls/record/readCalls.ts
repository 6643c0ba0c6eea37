import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Call, CallDetail } from '../../../shared/api/calls/calls.ts';
import type { CallFilter } from '../../../shared/api/calls/filter.ts';
import { LATENCY_STAGES } from '../../../shared/calls/latencyStages.ts';
import type { CallEvent } from '../../../shared/calls/timeline.ts';
import { isUnwritten } from '../../../shared/calls/unwritten.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { callEvents, calls } from '../../db/schema/index.ts';
import { timeZoneOf } from '../../dialogue/business/workspaceZone.ts';
import { notFound } from '../../problem.ts';
import { readBehind } from './behindLines.ts';
import { openEvent } from './content.ts';
import { callsLike } from './filterCalls.ts';
import type { CallStore } from './writeCalls.ts';

/** What reading calls needs. */
export type KeptCalls = Pick<CallStore, 'database' | 'audioStore'>;

type CallRow = typeof calls.$inferSelect;
/** Opened at once; then others get their turn. */
const OPENED_AT_ONCE = 50;

/** A page of calls, newest first. */
export async function listCalls(
  { database }: KeptCalls,
  { workspaceId }: Caller,
  { limit, cursor, ...filter }: CallFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: Call[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  const rows = await database.withWorkspace(workspaceId, async (tx) =>
    selectCalls(tx)
      .where(
        and(
          callsLike(workspaceId, filter, await timeZoneOf(tx, workspaceId)),
          before ? sql`${calls.id} < ${before[0]}` : undefined,
        ),
      )
      .orderBy(desc(calls.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
  return { items: items.map(presentCall), nextCursor };
}

/** A call without what only its own page needs. */
export type Listed = Omit<CallRow, 'sealedSecret' | 'peaks'>;

/** Calls without what only their own page needs. */
export function selectCalls(tx: WorkspaceTx) {
  const { sealedSecret: _secret, peaks: _peaks, ...columns } = getTableColumns(calls);
  return tx.select(columns).from(calls);
}

/** Who called whom: of whoever is outside, the last digits alone. */
export const partiesOf = ({
  direction,
  fromMasked: theirs,
  to: ours,
}: Pick<Listed, 'direction' | 'fromMasked' | 'to'>) =>
  direction === 'inbound' ? { from: theirs, to: ours } : { from: ours, to: theirs };

/** A call as a list shows it. */
export function presentCall(row: Listed): Call {
  return {
    id: row.id,
    carrier: row.carrier,
    direction: row.direction,
    ...partiesOf(row),
    carrierCallId: row.carrierCallId,
    flow: { id: row.flowId, name: row.flowName, version: row.flowVersion },
    personality: row.personalityName === null ? null : { id: row.personalityId, name: row.personalityName },
    conversationId: row.conversationId,
    test: row.test,
    startedBy: createdByActor(row),
    state: row.state,
    end: row.end,
    startedAt: row.createdAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    contained: row.contained,
    resolved: row.resolved,
    topIntent: row.topIntent,
    sentimentScore: row.sentimentScore,
    satisfaction: row.satisfaction,
    turnCount: row.turnCount,
    costUsd: row.costUsd,
    recordedMs: row.recordedMs,
  };
}

/** Throws `not-found`. */
export async function findCall(tx: WorkspaceTx, workspaceId: string, id: string): Promise<CallRow> {
  const [row] = await tx
    .select()
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, id)));
  if (!row) throw notFound('call');
  return row;
}

/** What happened on a call, in order. */
export async function readEvents(
  { database, audioStore }: KeptCalls,
  workspaceId: string,
  callId: string,
): Promise<CallEvent[]> {
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ sealed: callEvents.sealedSecret })
      .from(callEvents)
      .where(and(eq(callEvents.workspaceId, workspaceId), eq(callEvents.callId, callId)))
      .orderBy(asc(callEvents.number)),
  );
  const events: CallEvent[] = [];
  for (const [n, { sealed }] of rows.entries()) {
    if (n > 0 && n % OPENED_AT_ONCE === 0) await nextTurn();
    events.push(openEvent(audioStore, sealed));
  }
  return events;
}

/** What happened on a call, for those who may see it. Throws `not-found`. */
export async function listEvents(kept: KeptCalls, { workspaceId }: Caller, id: string): Promise<CallEvent[]> {
  await kept.database.withWorkspace(workspaceId, (tx) => findCall(tx, workspaceId, id));
  return readEvents(kept, workspaceId, id);
}

/** A call with everything that happened on it. Throws `not-found`. */
export async function getCall(kept: KeptCalls, { workspaceId }: Caller, id: string): Promise<CallDetail> {
  const row = await kept.database.withWorkspace(workspaceId, (tx) => findCall(tx, workspaceId, id));
  const events = await readEvents(kept, workspaceId, id);
  const behind = await kept.database.withWorkspace(workspaceId, (tx) =>
    readBehind(tx, workspaceId, deploymentsOf(events)),
  );
  const part = (name: string) => row.costParts?.[name] ?? null;
  return {
    ...presentCall(row),
    costParts: {
      speech: part('speech'),
      recognition: part('recognition'),
      model: part('model'),
      telephony: part('telephony'),
    },
    events,
    transcript: transcriptOf(events),
    latency: latencyOf(events),
    recording:
      row.recordedMs === 0
        ? null
        : {
            url: `/api/v1/calls/${id}/recording`,
            durationMs: row.recordedMs,
            peaks: row.peaks?.toString('base64') ?? null,
            gaps: gapsOf(events),
          },
    behind,
    redactedAt: row.redactedAt?.toISOString() ?? null,
  };
}

const deploymentsOf = (events: readonly CallEvent[]) => [
  ...new Set(
    events.flatMap((event) =>
      event.kind === 'spoken' && event.source.kind === 'slot' ? [event.source.deploymentId] : [],
    ),
  ),
];

/** What was said, as it was heard. */
function transcriptOf(events: readonly CallEvent[]): CallDetail['transcript'] {
  const said: CallDetail['transcript'] = [];
  for (const event of events) {
    if (event.kind !== 'heard' && event.kind !== 'spoken') continue;
    const { atMs, endMs } = event;
    if (event.kind === 'heard') said.push({ by: 'caller', atMs, endMs, text: event.text });
    else if (event.heard !== '' || isUnwritten(event))
      said.push({ by: event.source.kind === 'person' ? 'person' : 'agent', atMs, endMs, text: event.heard });
  }
  return said.sort((a, b) => a.atMs - b.atMs);
}

function latencyOf(events: readonly CallEvent[]): CallDetail['latency'] {
  const wholes = events
    .flatMap((event) => {
      const latency = event.kind === 'turn' || event.kind === 'answered' ? event.latency : null;
      return latency ? [LATENCY_STAGES.reduce((sum, stage) => sum + latency[stage], 0)] : [];
    })
    .sort((a, b) => a - b);
  const worstMs = wholes.at(-1);
  if (worstMs === undefined) return null;
  const at = (share: number) => wholes[Math.min(wholes.length - 1, Math.floor(share * wholes.length))]!;
  return { turns: wholes.length, p50Ms: at(0.5), p95Ms: at(0.95), worstMs };
}

function gapsOf(events: readonly CallEvent[]) {
  const gaps: { fromMs: number; toMs: number | null; why: string }[] = [];
  for (const event of events) {
    if (event.kind !== 'recording') continue;
    const last = gaps.at(-1);
    if (event.state === 'paused') gaps.push({ fromMs: event.atMs, toMs: null, why: event.why });
    else if (event.state === 'resumed' && last) last.toMs = event.atMs;
  }
  return gaps;
}
