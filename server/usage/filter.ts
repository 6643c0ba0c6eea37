import { and, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { UsageFilter } from '../../shared/api/usage.ts';
import { addDays, dayOf, monthOf } from '../../shared/usage/days.ts';
import { usageEntries } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';

/** Longer than anybody looks at, and short enough that a day is a bar. */
const MAX_DAYS = 800;

/** The days asked for, of UTC; without any, this month until today. Throws `validation-failed`. */
export function rangeOf({ from, to }: UsageFilter): { from: string; to: string } {
  const last = to ?? dayOf(new Date());
  const first = from ?? monthOf(last);
  if (first > last || first < addDays(last, -MAX_DAYS))
    throw new ProblemError(
      'validation-failed',
      `Ask for 1 to ${MAX_DAYS} days, from the first to the last.`,
      {
        errors: [{ field: 'from', message: `must be at most ${MAX_DAYS} days before the last day` }],
      },
    );
  return { from: first, to: last };
}

/** Whether it asks for a part of the use, beside the days. */
export const isNarrowed = ({ voice, engine, user, purpose, personality }: UsageFilter): boolean =>
  [voice, engine, user, purpose, personality].some((part) => part !== undefined);

/** Entries of a workspace on days of UTC, narrowed by the filter. */
export function entriesLike(
  workspaceId: string,
  { from, to }: { from: string; to: string },
  filter: UsageFilter = {},
): SQL | undefined {
  const { voice, engine, user, purpose, personality } = filter;
  return and(
    eq(usageEntries.workspaceId, workspaceId),
    gte(usageEntries.at, new Date(`${from}T00:00:00Z`)),
    lt(usageEntries.at, new Date(`${addDays(to, 1)}T00:00:00Z`)),
    voice === undefined ? undefined : eq(usageEntries.voiceId, voice),
    engine === undefined ? undefined : eq(usageEntries.engineId, engine),
    user === undefined ? undefined : eq(usageEntries.createdById, user),
    purpose === undefined ? undefined : eq(usageEntries.purpose, purpose),
    personality === undefined ? undefined : eq(usageEntries.personalityId, personality),
  );
}
