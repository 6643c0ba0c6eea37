import { inArray, sql } from 'drizzle-orm';
import type { UsageFilter, UsageReport, UsageSum } from '../../shared/api/usage.ts';
import type { PriceTable } from '../../shared/prices/priceTable.ts';
import {
  addDays,
  COMPARED_DAYS,
  dayOf,
  forecastMonth,
  monthOf,
  nextMonth,
  unusualDays,
} from '../../shared/usage/days.ts';
import type { UsagePurpose } from '../../shared/usage/plans.ts';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { rounded } from '../db/rounded.ts';
import { personalities, usageEntries } from '../db/schema/index.ts';
import { entriesLike, isNarrowed, rangeOf } from './filter.ts';
import { planState } from './plan.ts';
import { answersByDay, sumAnswers } from './readAnswers.ts';
import type { Usage } from './usage.ts';

const day = sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD')`;

/** One line of the sums: what it is the sum of is set, everything else null. */
type SumRow = UsageSum & {
  grouped: number;
  day: string | null;
  voice: string | null;
  voiceName: string | null;
  engine: string | null;
  userKind: 'user' | 'key' | 'system' | null;
  user: string | null;
  userName: string | null;
  purpose: UsagePurpose | null;
  personality: string | null;
};

/** Each set's `grouping(…)` over day, voice, engine, user, purpose and personality: a bit is 0 where it groups. */
const BY = {
  day: 0b011111,
  voice: 0b100111,
  engine: 0b110111,
  user: 0b111011,
  purpose: 0b111101,
  personality: 0b111110,
};

/** What was spoken, by whom and at what cost; in one pass over the entries of these days. Throws `validation-failed`. */
export async function readUsage(
  { database, givenPlan, prices }: Usage,
  { workspaceId }: Caller,
  filter: UsageFilter,
): Promise<UsageReport> {
  const range = rangeOf(filter);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await readSums(tx, workspaceId, range, filter);
    const by = (set: number) => rows.filter(({ grouped }) => grouped === set);
    const most = (set: number) =>
      by(set).sort((a, b) => b.characters - a.characters || b.requests - a.requests);
    const days = by(BY.day).map((row) => ({ day: row.day ?? '', ...sumOf(row) }));
    days.sort((a, b) => (a.day < b.day ? -1 : 1));
    const total = days.reduce(plus, NOTHING);
    const spoken = most(BY.personality).filter(({ personality }) => personality !== null);
    const names = await namesOf(
      tx,
      spoken.flatMap(({ personality }) => personality ?? []),
    );
    const now = new Date();
    const answers = sumAnswers(await answersByDay(tx, workspaceId, range, prices));
    return {
      ...range,
      total,
      days,
      voices: most(BY.voice).map((row) => ({
        id: row.voice ?? '',
        name: row.voiceName ?? '',
        engine: row.engine ?? '',
        ...sumOf(row),
      })),
      engines: most(BY.engine).map((row) => ({ id: row.engine ?? '', ...sumOf(row) })),
      users: most(BY.user).map((row) => ({
        actor: { kind: row.userKind ?? 'system', id: row.user, name: row.userName ?? '' },
        ...sumOf(row),
      })),
      purposes: most(BY.purpose).map((row) => ({ purpose: row.purpose ?? 'api', ...sumOf(row) })),
      personalities: spoken.map((row) => ({
        id: row.personality ?? '',
        name: names.get(row.personality ?? '') ?? '',
        ...sumOf(row),
      })),
      hitRate: total.requests === 0 ? null : total.cachedRequests / total.requests,
      answers,
      costUsd: total.costUsd + (isNarrowed(filter) ? 0 : answers.costUsd),
      ...(await readHabits(tx, workspaceId, range, now, prices)),
      plan: await planState(tx, workspaceId, givenPlan),
    };
  });
}

/** Sums of the days by each of what they can be split by. Each set alone adds up to the same total. */
async function readSums(
  tx: WorkspaceTx,
  workspaceId: string,
  range: { from: string; to: string },
  filter: UsageFilter,
): Promise<SumRow[]> {
  const { rows } = await tx.execute<SumRow>(sql`
    select grouping(day, voice_id, engine_id, created_by_id, purpose, personality_id) as grouped,
      day, voice_id as voice, max(voice_name) as "voiceName",
      case when grouping(engine_id) = 0 then engine_id else max(engine_id) end as engine,
      created_by_kind as "userKind", created_by_id as "user", max(created_by_name) as "userName",
      purpose, personality_id as personality,
      sum(requests)::int as requests, sum(cached)::int as "cachedRequests", sum(lost)::int as "lostRequests",
      sum(characters)::float8 as characters, sum(cached_characters)::float8 as "cachedCharacters",
      ${rounded(sql`sum(seconds)`)} as seconds, ${rounded(sql`sum(cost_usd)`)} as "costUsd"
    from (
      select ${day} as day, voice_id, engine_id, created_by_kind, created_by_id, purpose, personality_id,
        max(voice_name) as voice_name, max(created_by_name) as created_by_name,
        count(*) as requests, count(*) filter (where cached) as cached, count(*) filter (where state = 'lost') as lost,
        sum(characters) as characters, coalesce(sum(characters) filter (where cached), 0) as cached_characters,
        sum(seconds) as seconds, sum(cost_usd) as cost_usd
      from ${usageEntries}
      where ${entriesLike(workspaceId, range, filter)}
      group by 1, 2, 3, 4, 5, 6, 7
    ) as each
    group by grouping sets (
      (day), (voice_id, engine_id), (engine_id), (created_by_kind, created_by_id), (purpose), (personality_id)
    )
    order by grouped, day, voice, engine, "userKind", "user", purpose, personality`);
  return rows;
}

/** What the whole workspace used in the time around: this month and where it leads, and days out of the ordinary. */
async function readHabits(
  tx: WorkspaceTx,
  workspaceId: string,
  { from, to }: { from: string; to: string },
  now: Date,
  prices: PriceTable,
): Promise<Pick<UsageReport, 'unusualDays' | 'month'>> {
  const today = dayOf(now);
  const month = monthOf(today);
  const first = [from, month].sort()[0] ?? from;
  const last = [to, today].sort()[1] ?? to;
  const range = { from: addDays(first, -COMPARED_DAYS), to: last };
  const { rows } = await tx.execute<{ day: string; characters: number; costUsd: number }>(sql`
    select ${day} as day, coalesce(sum(characters) filter (where not cached), 0)::float8 as characters,
      ${rounded(sql`sum(cost_usd)`)} as "costUsd"
    from ${usageEntries} where ${entriesLike(workspaceId, range)} group by 1`);
  const answers = await answersByDay(tx, workspaceId, range, prices);
  const characters = forecastMonth(
    rows.map((row) => ({ day: row.day, amount: row.characters })),
    now,
  );
  const cost = forecastMonth(
    [...rows, ...answers].map((row) => ({ day: row.day, amount: row.costUsd })),
    now,
  );
  return {
    unusualDays: unusualDays(rows)
      .filter((each) => each.day >= from && each.day <= to)
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    month: {
      from: month,
      resets: nextMonth(today),
      characters: characters.soFar,
      costUsd: cost.soFar,
      forecastCharacters: characters.forecast,
      forecastUsd: cost.forecast,
    },
  };
}

async function namesOf(tx: WorkspaceTx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: personalities.id, name: personalities.name })
    .from(personalities)
    .where(inArray(personalities.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const NOTHING: UsageSum = {
  requests: 0,
  cachedRequests: 0,
  lostRequests: 0,
  characters: 0,
  cachedCharacters: 0,
  seconds: 0,
  costUsd: 0,
};

function sumOf({
  requests,
  cachedRequests,
  lostRequests,
  characters,
  cachedCharacters,
  seconds,
  costUsd,
}: UsageSum) {
  return { requests, cachedRequests, lostRequests, characters, cachedCharacters, seconds, costUsd };
}

function plus(a: UsageSum, b: UsageSum): UsageSum {
  return {
    requests: a.requests + b.requests,
    cachedRequests: a.cachedRequests + b.cachedRequests,
    lostRequests: a.lostRequests + b.lostRequests,
    characters: a.characters + b.characters,
    cachedCharacters: a.cachedCharacters + b.cachedCharacters,
    seconds: a.seconds + b.seconds,
    costUsd: a.costUsd + b.costUsd,
  };
}
