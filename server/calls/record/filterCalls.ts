import { and, eq, gte, ilike, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { CallFilter } from '../../../shared/api/calls/filter.ts';
import { calls } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

/** From here on, either way, a mean of moods is more than neutral; as a single sentence is judged. */
export const CLEAR_MOOD = 0.15;

const CARRIERS = ['twilio', 'browser', 'sip'] as const;

const escaped = (part: string) => part.replaceAll(/[\\%_]/g, '\\$&');
const flag = (value: 'true' | 'false' | undefined) => (value === undefined ? undefined : value === 'true');

/** Calls of a workspace that a filter means. Days are of `timeZone`. Throws `validation-failed` where the last day comes first. */
export function callsLike(workspaceId: string, filter: CallFilter, timeZone: string): SQL | undefined {
  const { from, to, number, flow, personality, intent, end, state, minSeconds, sentiment, carrier, q } =
    filter;
  if (from !== undefined && to !== undefined && from > to)
    throw new ProblemError(
      'validation-failed',
      'The first day comes after the last. Choose them the other way round.',
      {
        errors: [{ field: 'from', message: 'must not be after the last day' }],
      },
    );
  const is = (column: PgColumn, value: string | boolean | undefined) =>
    value === undefined ? undefined : eq(column, value);
  const midnight = (day: string, days = 0) =>
    sql`((${day}::date + ${days}::int)::timestamp at time zone ${timeZone})`;
  return and(
    eq(calls.workspaceId, workspaceId),
    from === undefined ? undefined : sql`${calls.createdAt} >= ${midnight(from)}`,
    to === undefined ? undefined : sql`${calls.createdAt} < ${midnight(to, 1)}`,
    is(calls.to, number),
    is(calls.flowId, flow),
    is(calls.personalityId, personality),
    is(calls.topIntent, intent),
    is(calls.end, end),
    is(calls.state, state),
    is(calls.carrier, carrier),
    filter.carrierCallId === undefined ? undefined : named(filter.carrierCallId),
    is(calls.test, flag(filter.test)),
    is(calls.contained, flag(filter.contained)),
    is(calls.resolved, flag(filter.resolved)),
    minSeconds === undefined ? undefined : gte(calls.durationMs, Math.round(minSeconds * 1000)),
    moodIs(sentiment),
    q === undefined || q.trim() === ''
      ? undefined
      : or(
          ...[calls.fromMasked, calls.to, calls.flowName].map((column) =>
            ilike(column, `%${escaped(q.trim())}%`),
          ),
          named(q.trim()),
        ),
  );
}

/** Carriers name calls each for itself; by all of them the name is found in its index. */
function named(carrierCallId: string): SQL | undefined {
  return and(inArray(calls.carrier, CARRIERS), eq(calls.carrierCallId, carrierCallId));
}

function moodIs(mood: CallFilter['sentiment']): SQL | undefined {
  if (mood === undefined) return undefined;
  if (mood === 'positive') return gte(calls.sentimentScore, CLEAR_MOOD);
  if (mood === 'negative') return lte(calls.sentimentScore, -CLEAR_MOOD);
  return sql`abs(${calls.sentimentScore}) < ${CLEAR_MOOD}`;
}
