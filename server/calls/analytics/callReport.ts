import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type CallFigures, type CallReport, LATENCY_ROWS } from '../../../shared/api/calls/analytics.ts';
import type { CallFilter } from '../../../shared/api/calls/filter.ts';
import { addDays } from '../../../shared/usage/days.ts';
import type { Caller } from '../../caller.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { rounded } from '../../db/rounded.ts';
import { calls, callTurns } from '../../db/schema/index.ts';
import { timeZoneOf } from '../../dialogue/business/workspaceZone.ts';
import { ProblemError } from '../../problem.ts';
import { CLEAR_MOOD, callsLike } from '../record/filterCalls.ts';

/** Days that are looked at unless others are asked for, and at most. */
const USUAL_DAYS = 30;
const MOST_DAYS = 800;
/** Flows and numbers that are told apart. */
const MOST_ROWS = 50;

const mean = (column: PgColumn): SQL<number | null> => rounded(sql`avg(${column})`);
const share = (column: PgColumn) => sql<number | null>`avg(${column}::int)::float8`;
const amount = () => sql<number>`count(*)::int`;

const FIGURES = {
  calls: amount(),
  durationMs: mean(calls.durationMs),
  contained: share(calls.contained),
  resolved: share(calls.resolved),
  sentiment: mean(calls.sentimentScore),
  satisfaction: mean(calls.satisfaction),
  costUsd: rounded(sql`coalesce(sum(${calls.costUsd}), 0)`),
};

/** Which calls, of which days. */
interface Asked {
  workspaceId: string;
  from: string;
  to: string;
  timeZone: string;
  like: SQL | undefined;
}

/** What calls come to. Throws `validation-failed` for days that are no range, or too many. */
export function reportCalls(
  { database }: { database: Database },
  { workspaceId }: Caller,
  filter: CallFilter,
): Promise<CallReport> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const asked = await readAsked(tx, workspaceId, filter);
    return {
      from: asked.from,
      to: asked.to,
      timeZone: asked.timeZone,
      total: await totalOf(tx, asked),
      days: await daysOf(tx, asked),
      hours: await hoursOf(tx, asked),
      ends: await endsOf(tx, asked),
      intents: await intentsOf(tx, asked),
      sentiments: await moodsOf(tx, asked),
      satisfaction: await scoresOf(tx, asked),
      flows: (await groupedBy(tx, asked, calls.flowName)).map(({ key, ...figures }) => ({
        name: key,
        ...figures,
      })),
      numbers: (await groupedBy(tx, asked, calls.to)).map(({ key, ...figures }) => ({
        number: key,
        ...figures,
      })),
      latency: await latencyOf(tx, asked),
    };
  });
}

async function readAsked(tx: WorkspaceTx, workspaceId: string, filter: CallFilter): Promise<Asked> {
  const timeZone = await timeZoneOf(tx, workspaceId);
  const to =
    filter.to ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
  const from = filter.from ?? addDays(to, 1 - USUAL_DAYS);
  if (from < addDays(to, -MOST_DAYS))
    throw new ProblemError('validation-failed', `Ask for ${MOST_DAYS} days at most.`, {
      errors: [{ field: 'from', message: `must be at most ${MOST_DAYS} days before the last day` }],
    });
  return { workspaceId, from, to, timeZone, like: callsLike(workspaceId, { ...filter, from, to }, timeZone) };
}

async function totalOf(tx: WorkspaceTx, { like }: Asked): Promise<CallReport['total']> {
  const part = (name: string): SQL<number | null> =>
    rounded(sql`sum((${calls.costParts} ->> ${name})::float8)`);
  const [row] = await tx
    .select({
      ...FIGURES,
      tests: sql<number>`(count(*) filter (where ${calls.test}))::int`,
      p50DurationMs: sql<number | null>`percentile_cont(0.5) within group (order by ${calls.durationMs})`,
      p95DurationMs: sql<number | null>`percentile_cont(0.95) within group (order by ${calls.durationMs})`,
      satisfactionAnswers: sql<number>`count(${calls.satisfaction})::int`,
      costPerCallUsd: mean(calls.costUsd),
      costParts: {
        speech: part('speech'),
        recognition: part('recognition'),
        model: part('model'),
        telephony: part('telephony'),
      },
    })
    .from(calls)
    .where(like);
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** Every day from first to last, with its figures. */
async function daysOf(tx: WorkspaceTx, { like, timeZone, from, to }: Asked): Promise<CallReport['days']> {
  const day = sql<string>`to_char(${calls.createdAt} at time zone ${timeZone}, 'YYYY-MM-DD')`;
  const rows = await tx
    .select({ day: day.as('day'), ...FIGURES })
    .from(calls)
    .where(like)
    .groupBy(sql`1`);
  const known = new Map(rows.map((row) => [row.day, row]));
  const all: CallReport['days'] = [];
  for (let each = from; each <= to; each = addDays(each, 1))
    all.push(known.get(each) ?? { day: each, ...NONE });
  return all;
}

const NONE: CallFigures = {
  calls: 0,
  durationMs: null,
  contained: null,
  resolved: null,
  sentiment: null,
  satisfaction: null,
  costUsd: 0,
};

function hoursOf(tx: WorkspaceTx, { like, timeZone }: Asked): Promise<CallReport['hours']> {
  const local = sql`${calls.createdAt} at time zone ${timeZone}`;
  return tx
    .select({
      weekday: sql<number>`extract(isodow from ${local})::int`.as('weekday'),
      hour: sql<number>`extract(hour from ${local})::int`.as('hour'),
      calls: amount(),
    })
    .from(calls)
    .where(like)
    .groupBy(sql`1`, sql`2`)
    .orderBy(sql`1`, sql`2`);
}

async function endsOf(tx: WorkspaceTx, { like }: Asked): Promise<CallReport['ends']> {
  const rows = await tx
    .select({ end: calls.end, calls: amount().as('calls') })
    .from(calls)
    .where(and(like, isNotNull(calls.end)))
    .groupBy(calls.end)
    .orderBy(desc(sql`calls`), asc(calls.end));
  return rows.flatMap(({ end, ...row }) => (end ? [{ end, ...row }] : []));
}

async function intentsOf(tx: WorkspaceTx, asked: Asked): Promise<CallReport['intents']> {
  const ofCalls = await tx
    .select({
      intent: calls.topIntent,
      calls: amount(),
      resolved: share(calls.resolved),
      sentiment: mean(calls.sentimentScore),
    })
    .from(calls)
    .where(and(asked.like, isNotNull(calls.topIntent)))
    .groupBy(calls.topIntent);
  const ofTurns = await tx
    .select({ intent: callTurns.intent, turns: amount() })
    .from(callTurns)
    .innerJoin(calls, eq(calls.id, callTurns.callId))
    .where(and(turnsLike(asked), isNotNull(callTurns.intent)))
    .groupBy(callTurns.intent);
  const rows = new Map<string, CallReport['intents'][number]>();
  for (const { intent, turns } of ofTurns)
    if (intent) rows.set(intent, { intent, turns, calls: 0, resolved: null, sentiment: null });
  for (const { intent, ...row } of ofCalls)
    if (intent) rows.set(intent, { intent, turns: rows.get(intent)?.turns ?? 0, ...row });
  return [...rows.values()].sort((a, b) => b.calls - a.calls || b.turns - a.turns);
}

async function moodsOf(tx: WorkspaceTx, { like }: Asked): Promise<CallReport['sentiments']> {
  const counted = (mood: SQL) => sql<number>`(count(*) filter (where ${mood}))::int`;
  const score = calls.sentimentScore;
  const [row] = await tx
    .select({
      negative: counted(sql`${score} <= ${-CLEAR_MOOD}`),
      neutral: counted(sql`abs(${score}) < ${CLEAR_MOOD}`),
      positive: counted(sql`${score} >= ${CLEAR_MOOD}`),
    })
    .from(calls)
    .where(like);
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

async function scoresOf(tx: WorkspaceTx, { like }: Asked): Promise<CallReport['satisfaction']> {
  const rows = await tx
    .select({ score: calls.satisfaction, calls: amount() })
    .from(calls)
    .where(and(like, isNotNull(calls.satisfaction)))
    .groupBy(calls.satisfaction);
  return [1, 2, 3, 4, 5].map((score) => ({
    score,
    calls: rows.find((row) => row.score === score)?.calls ?? 0,
  }));
}

async function groupedBy(tx: WorkspaceTx, { like }: Asked, column: PgColumn) {
  const rows = await tx
    .select({ key: sql<string | null>`${column}`, ...FIGURES })
    .from(calls)
    .where(and(like, isNotNull(column)))
    .groupBy(column)
    .orderBy(desc(sql`count(*)`), asc(column))
    .limit(MOST_ROWS);
  return rows.map(({ key, ...figures }) => ({ key: key ?? '', ...figures }));
}

/** Turns of those calls; by their own time too, of which there is an index. */
const turnsLike = ({ workspaceId, from, timeZone, like }: Asked) =>
  and(
    like,
    eq(callTurns.workspaceId, workspaceId),
    sql`${callTurns.createdAt} >= (${from}::timestamp at time zone ${timeZone})`,
  );

async function latencyOf(tx: WorkspaceTx, asked: Asked): Promise<CallReport['latency']> {
  const { endOfTurnMs, transcriptMs, firstTokenMs, firstAudioMs, heardMs } = callTurns;
  const whole = sql`(${endOfTurnMs} + ${transcriptMs} + ${firstTokenMs} + ${firstAudioMs} + ${heardMs})`;
  const percentiles = (of: PgColumn | SQL) =>
    sql<number[] | null>`percentile_cont(array[0.5, 0.95, 0.99]) within group (order by ${of})`;
  const [row] = await tx
    .select({
      turns: sql<number>`count(${endOfTurnMs})::int`,
      interrupted: share(callTurns.interrupted),
      endOfTurnMs: percentiles(endOfTurnMs),
      transcriptMs: percentiles(transcriptMs),
      firstTokenMs: percentiles(firstTokenMs),
      firstAudioMs: percentiles(firstAudioMs),
      heardMs: percentiles(heardMs),
      wholeMs: percentiles(whole),
    })
    .from(callTurns)
    .innerJoin(calls, eq(calls.id, callTurns.callId))
    .where(turnsLike(asked));
  if (!row) throw new Error('an aggregate without a row');
  return {
    turns: row.turns,
    interrupted: row.interrupted,
    stages: LATENCY_ROWS.flatMap((stage) => {
      const [p50Ms, p95Ms, p99Ms] = row[stage] ?? [];
      return p50Ms == null || p95Ms == null || p99Ms == null ? [] : [{ stage, p50Ms, p95Ms, p99Ms }];
    }),
  };
}
