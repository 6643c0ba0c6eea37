import { and, eq, gte, sql } from 'drizzle-orm';
import { type OpeningHours, WEEKDAYS } from '../../../../shared/api/business/hours.ts';
import type { Caller } from '../../../caller.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { openingExceptions, openingHours } from '../../../db/schema/index.ts';
import { ProblemError } from '../../../problem.ts';
import { addDays, dayOf } from '../localTime.ts';
import { readOpening, timeOfDay, weekdayName } from '../openHours.ts';
import { timeZoneOf } from '../workspaceZone.ts';
import { type Business, recordChange } from './business.ts';

/** Exceptions are looked for so far ahead. */
const YEARS_AHEAD_DAYS = 5 * 366;

/** The usual week, and the days from today on that are otherwise. */
export async function getOpeningHours(business: Business, { workspaceId }: Caller): Promise<OpeningHours> {
  return business.database.withWorkspace(workspaceId, (tx) => read(business, tx, workspaceId));
}

/** Replaces both. Days that are over stay as they were. Throws `validation-failed` for parts that overlap. */
export async function setOpeningHours(
  business: Business,
  caller: Caller,
  { week, exceptions }: Omit<OpeningHours, 'timeZone'>,
): Promise<OpeningHours> {
  const { workspaceId } = caller;
  const parts = week
    .map(({ weekday, opens, closes }) => ({
      weekday: WEEKDAYS.indexOf(weekday) + 1,
      opensMinute: minuteOf(opens),
      closesMinute: minuteOf(closes),
    }))
    .sort((a, b) => a.weekday - b.weekday || a.opensMinute - b.opensMinute);
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    if (next && next.weekday === part.weekday && next.opensMinute < part.closesMinute)
      throw invalid('week', `Two parts of ${weekdayName(part.weekday)} overlap.`);
  });
  if (new Set(exceptions.map(({ day }) => day)).size < exceptions.length)
    throw invalid('exceptions', 'A day may be named only once.');
  return business.database.withWorkspace(workspaceId, async (tx) => {
    // Two who save at once follow each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`hours:${workspaceId}`}, 0))`);
    const today = dayOf(business.now(), await timeZoneOf(tx, workspaceId));
    await tx.delete(openingHours).where(eq(openingHours.workspaceId, workspaceId));
    if (parts.length > 0)
      await tx.insert(openingHours).values(parts.map((part) => ({ workspaceId, ...part })));
    await tx
      .delete(openingExceptions)
      .where(and(eq(openingExceptions.workspaceId, workspaceId), gte(openingExceptions.day, today)));
    const ahead = exceptions.filter(({ day }) => day >= today);
    if (ahead.length > 0)
      await tx.insert(openingExceptions).values(
        ahead.map(({ day, name, opens, closes }) => ({
          workspaceId,
          day,
          name,
          opensMinute: opens === null ? null : minuteOf(opens),
          closesMinute: closes === null ? null : minuteOf(closes),
        })),
      );
    await recordChange(tx, caller, { kind: 'opening-hours', verb: 'changed', id: workspaceId });
    return read(business, tx, workspaceId);
  });
}

async function read({ now }: Business, tx: WorkspaceTx, workspaceId: string): Promise<OpeningHours> {
  const timeZone = await timeZoneOf(tx, workspaceId);
  const today = dayOf(now(), timeZone);
  const opening = await readOpening(tx, workspaceId, today, addDays(today, YEARS_AHEAD_DAYS));
  return {
    week: [...opening.week].flatMap(([weekday, parts]) =>
      parts.map(({ opensMinute, closesMinute }) => ({
        weekday: weekdayName(weekday),
        opens: timeOfDay(opensMinute),
        closes: timeOfDay(closesMinute),
      })),
    ),
    exceptions: [...opening.exceptions].map(
      ([
        day,
        {
          name,
          parts: [part],
        },
      ]) => ({
        day,
        name,
        opens: part ? timeOfDay(part.opensMinute) : null,
        closes: part ? timeOfDay(part.closesMinute) : null,
      }),
    ),
    timeZone,
  };
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('validation-failed', message, { errors: [{ field, message }] });
}
