import { createHash } from 'node:crypto';
import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PriceTable } from '../../../shared/prices/priceTable.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { audioObjects, callRecordings, calls, callTurns, phoneNumbers } from '../../db/schema/index.ts';
import { type AudioStore, audioKey } from '../../storage/audioStore.ts';
import type { AdmittedCall } from '../contract.ts';
import { maskedNumber, sealCallSecret } from './content.ts';
import { costOfCall } from './cost.ts';
import type { PendingCall, WaitingEnd, WaitingSegment } from './pending.ts';
import { summarise } from './summary.ts';

/** What calls are kept in. */
export interface CallStore {
  database: Database;
  audioStore: AudioStore;
  prices: PriceTable;
  /** What a minute at the telephone company costs, in US dollars; null: not known. */
  telephonyUsdPerMinute: number | null;
}

/** For so long what a holder of a call says about it counts. */
export const LEASE_MS = 30_000;
/** Stretches of sound on their way to the store: one of the four threads that reach files is left to all others. */
const STORED_AT_ONCE = 3;
/** What lies in the store for so long without a row could be swept away before it gets one. */
const STORED_FOR_MS = 5 * 60_000;

/**
 * Writes what waits of some calls of one workspace, in one transaction; what came before is not written twice. Sound
 * goes to the store first. Calls that were deleted meanwhile take nothing more.
 */
export async function writeCalls(store: CallStore, workspaceId: string, batch: PendingCall[]): Promise<void> {
  await putSegments(
    store,
    workspaceId,
    batch.flatMap(({ segments }) => segments),
  );
  await store.database.withWorkspace(workspaceId, async (tx) => {
    await insertBegun(tx, store, workspaceId, batch);
    for (const call of batch) await noteChanges(tx, call);
    await insertEvents(tx, workspaceId, batch);
    await insertTurns(tx, workspaceId, batch);
    await insertSegments(tx, workspaceId, batch);
    for (const { id, end } of batch) if (end) await endCall(tx, store, workspaceId, id, end);
  });
}

/** Once one cannot be stored none that was not begun is, and nothing is under way any more when it is told. */
async function putSegments(store: CallStore, workspaceId: string, segments: WaitingSegment[]): Promise<void> {
  const waiting = segments.values();
  const failures: unknown[] = [];
  const storeNext = async () => {
    for (const segment of waiting) {
      if (failures.length > 0) return;
      await putSegment(store, workspaceId, segment).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: STORED_AT_ONCE }, storeNext));
  if (failures.length > 0) throw failures[0];
}

async function putSegment(
  { audioStore }: CallStore,
  workspaceId: string,
  segment: WaitingSegment,
): Promise<void> {
  // One that lies there for long without a row is swept away: unless it has one, whose answer was lost.
  if (segment.stored && Date.now() - segment.stored.atMs < STORED_FOR_MS) return;
  const id = v7();
  const sealed = await audioStore.putPrivate(audioKey(workspaceId, id), segment.bytes);
  const sha256 = createHash('sha256').update(segment.bytes).digest('hex');
  segment.stored = { id, sha256, ...sealed, atMs: Date.now() };
}

async function insertBegun(
  tx: WorkspaceTx,
  { audioStore }: CallStore,
  workspaceId: string,
  batch: PendingCall[],
): Promise<void> {
  const begun = batch.flatMap(({ begin }) => begin ?? []);
  if (begun.length === 0) return;
  const called = begun.flatMap(({ call }) => call.start.to ?? []);
  const numbers = called.length
    ? await tx
        .select({ id: phoneNumbers.id, number: phoneNumbers.number })
        .from(phoneNumbers)
        .where(and(eq(phoneNumbers.workspaceId, workspaceId), inArray(phoneNumbers.number, called)))
    : [];
  await tx
    .insert(calls)
    .values(
      begun.map(({ call, carrierCallId, at, by }) => ({
        id: call.id,
        workspaceId,
        carrier: call.start.carrier,
        carrierCallId,
        direction: call.start.direction,
        ...numbersOf(audioStore, call.start),
        phoneNumberId: numbers.find(({ number }) => number === call.start.to)?.id ?? null,
        flowId: call.flow.id,
        flowName: call.flow.name,
        flowVersion: call.flow.version,
        personalityId: call.personalityId,
        test: call.testedBy !== null,
        state: 'ringing' as const,
        leaseUntil: sql`now() + make_interval(secs => ${LEASE_MS / 1000})`,
        createdAt: at,
        ...createdByColumns(by),
      })),
    )
    // Whoever let it in wrote it down already; from now on it is ours to renew.
    .onConflictDoUpdate({
      target: calls.id,
      set: { leaseUntil: sql`case when ${calls.state} = 'ended' then null else excluded.lease_until end` },
    });
}

/** The other party's number is personal, whoever called. */
function numbersOf(
  audioStore: CallStore['audioStore'],
  { direction, from, to }: AdmittedCall['start'],
): Pick<typeof calls.$inferInsert, 'fromMasked' | 'sealedSecret' | 'to'> {
  const [theirs, ours] = direction === 'inbound' ? [from, to] : [to, from];
  return {
    fromMasked: maskedNumber(theirs),
    sealedSecret: sealCallSecret(audioStore, { from: theirs }),
    to: ours,
  };
}

async function noteChanges(
  tx: WorkspaceTx,
  { id, workspaceId, liveAt, conversationId, personality }: PendingCall,
): Promise<void> {
  if (!liveAt && !conversationId && !personality) return;
  await tx
    .update(calls)
    .set({
      ...(liveAt && {
        state: sql`case when ${calls.state} = 'ringing' then 'live' else ${calls.state} end`,
        answeredAt: liveAt,
      }),
      ...(conversationId && { conversationId }),
      ...(personality && { personalityId: personality.id, personalityName: personality.name }),
    })
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, id)));
}

async function insertEvents(tx: WorkspaceTx, workspaceId: string, batch: PendingCall[]): Promise<void> {
  const rows = batch.flatMap(({ id, events }) => events.map((event) => ({ id, ...event })));
  if (rows.length === 0) return;
  const column = (values: unknown[]) => sql.param(values);
  await tx.execute(sql`
    insert into call_events (workspace_id, call_id, number, kind, at_ms, sealed_secret, deployment_id)
    select ${workspaceId}::uuid, e.call_id, e.number, e.kind, e.at_ms, e.sealed, e.deployment_id
    from unnest(
      ${column(rows.map(({ id }) => id))}::uuid[], ${column(rows.map(({ number }) => number))}::int[],
      ${column(rows.map(({ kind }) => kind))}::text[], ${column(rows.map(({ atMs }) => atMs))}::int[],
      ${column(rows.map(({ sealed }) => sealed))}::bytea[], ${column(rows.map((row) => row.deploymentId))}::uuid[]
    ) as e (call_id, number, kind, at_ms, sealed, deployment_id)
    where exists (select from calls c where c.workspace_id = ${workspaceId} and c.id = e.call_id)
    on conflict (call_id, number) do nothing`);
}

async function insertTurns(tx: WorkspaceTx, workspaceId: string, batch: PendingCall[]): Promise<void> {
  const there = await living(
    tx,
    workspaceId,
    batch.filter(({ turns }) => turns.length > 0),
  );
  const rows = batch.flatMap(({ id, turns }) =>
    there.has(id)
      ? turns.map(({ event, at }) => ({
          // The answer's own id, so that a turn that was written is not written again.
          id: event.turnId,
          workspaceId,
          callId: id,
          ...(event.kind === 'turn'
            ? {
                intent: event.intent,
                sentimentScore: event.sentiment.score,
                interrupted: event.interrupted,
              }
            : {}),
          ...event.latency,
          createdAt: at,
        }))
      : [],
  );
  if (rows.length > 0) await tx.insert(callTurns).values(rows).onConflictDoNothing();
}

async function insertSegments(tx: WorkspaceTx, workspaceId: string, batch: PendingCall[]): Promise<void> {
  const there = await living(
    tx,
    workspaceId,
    batch.filter(({ segments }) => segments.length > 0),
  );
  const recorded = batch.filter(({ id, segments }) => there.has(id) && segments.length > 0);
  const rows = recorded.flatMap(({ id: callId, segments }) =>
    segments.flatMap(({ stored, ...segment }) => (stored ? { callId, stored, ...segment } : [])),
  );
  if (rows.length === 0) return;
  await tx
    .insert(audioObjects)
    .values(
      rows.map(({ stored: { id, sha256, wrappedKey, masterKeyId }, bytes }) => ({
        id,
        workspaceId,
        state: 'stored' as const,
        kind: 'recording' as const,
        format: 'ulaw',
        sha256,
        sizeBytes: bytes.length,
        wrappedKey,
        masterKeyId,
      })),
    )
    .onConflictDoNothing();
  await tx
    .insert(callRecordings)
    .values(
      rows.map(({ callId, stored, number, fromMs, durationMs, bytes }) => ({
        workspaceId,
        callId,
        number,
        fromMs,
        durationMs,
        audioObjectId: stored.id,
        bytes: bytes.length,
      })),
    )
    .onConflictDoNothing();
  const ends = recorded.map(({ segments }) =>
    Math.max(...segments.map(({ fromMs, durationMs }) => fromMs + durationMs)),
  );
  await tx.execute(sql`
    update calls c set recorded_ms = greatest(c.recorded_ms, r.end_ms)
    from unnest(${sql.param(recorded.map(({ id }) => id))}::uuid[], ${sql.param(ends)}::int[]) as r (call_id, end_ms)
    where c.workspace_id = ${workspaceId} and c.id = r.call_id`);
}

async function living(tx: WorkspaceTx, workspaceId: string, batch: PendingCall[]): Promise<Set<string>> {
  if (batch.length === 0) return new Set();
  const rows = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, workspaceId),
        inArray(
          calls.id,
          batch.map(({ id }) => id),
        ),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Ends a call with its figures and queues what is done once it is over. One that was taken for lost, because its
 * process could not be heard for a while, ends as it really did.
 */
export async function endCall(
  tx: WorkspaceTx,
  store: Pick<CallStore, 'prices' | 'telephonyUsdPerMinute'>,
  workspaceId: string,
  callId: string,
  { end, atMs, endedAt, soFar, peaks }: WaitingEnd,
): Promise<boolean> {
  const durationMs = Math.round(Math.max(atMs, soFar.lastMs));
  const ended = await tx
    .update(calls)
    .set({
      state: 'ended',
      end,
      endedAt,
      leaseUntil: null,
      redactedAt: null,
      durationMs,
      ...summarise(soFar, end),
      ...(peaks && { peaks }),
    })
    .where(
      and(
        eq(calls.workspaceId, workspaceId),
        eq(calls.id, callId),
        or(ne(calls.state, 'ended'), eq(calls.end, 'lost')),
      ),
    )
    .returning({ carrier: calls.carrier, conversationId: calls.conversationId });
  const [row] = ended;
  if (!row) return false;
  const cost = await costOfCall(tx, workspaceId, { id: callId, durationMs, ...row }, store);
  await tx
    .update(calls)
    .set(cost)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId)));
  await enqueue(tx, 'finishCall', { workspaceId, callId }, { key: `finishCall:${callId}`, maxAttempts: 8 });
  return true;
}
