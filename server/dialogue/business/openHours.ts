import { and, asc, eq, gte, lte } from 'drizzle-orm';
import { WEEKDAYS, type Weekday } from '../../../shared/api/business/hours.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { openingExceptions, openingHours } from '../../db/schema/index.ts';
import { boundaryOf, weekdayOf } from './localTime.ts';

/** A part of a local day, in minutes since its midnight. */
export interface OpenPartOfDay {
  opensMinute: number;
  closesMinute: number;
}

/** When a business is open: its usual week, and days that are otherwise. */
export interface Opening {
  /** By weekday, 1 Monday to 7 Sunday, in order of the day. */
  week: ReadonlyMap<number, readonly OpenPartOfDay[]>;
  exceptions: ReadonlyMap<string, { name: string; parts: readonly OpenPartOfDay[] }>;
}

/** The week, and the exceptions of the days `from` to `to`, both included. */
export async function readOpening(
  tx: WorkspaceTx,
  workspaceId: string,
  from: string,
  to: string,
): Promise<Opening> {
  const parts = await tx
    .select()
    .from(openingHours)
    .where(eq(openingHours.workspaceId, workspaceId))
    .orderBy(asc(openingHours.weekday), asc(openingHours.opensMinute));
  const exceptions = await tx
    .select()
    .from(openingExceptions)
    .where(
      and(
        eq(openingExceptions.workspaceId, workspaceId),
        gte(openingExceptions.day, from),
        lte(openingExceptions.day, to),
      ),
    )
    .orderBy(asc(openingExceptions.day));
  const week = new Map<number, OpenPartOfDay[]>();
  for (const { weekday, opensMinute, closesMinute } of parts)
    week.set(weekday, [...(week.get(weekday) ?? []), { opensMinute, closesMinute }]);
  return {
    week,
    exceptions: new Map(
      exceptions.map(({ day, name, opensMinute, closesMinute }) => [
        day,
        {
          name,
          parts: opensMinute === null || closesMinute === null ? [] : [{ opensMinute, closesMinute }],
        },
      ]),
    ),
  };
}

/** The parts of a day in which the business is open; none: it is closed. */
export function openParts(opening: Opening, day: string): readonly OpenPartOfDay[] {
  return opening.exceptions.get(day)?.parts ?? opening.week.get(weekdayOf(day)) ?? [];
}

/** As `openParts`, as instants. */
export function openSpans(opening: Opening, day: string, timeZone: string): { from: Date; to: Date }[] {
  return openParts(opening, day).map(({ opensMinute, closesMinute }) => ({
    from: boundaryOf(day, opensMinute, timeZone),
    to: boundaryOf(day, closesMinute, timeZone),
  }));
}

export function weekdayName(weekday: number): Weekday {
  return WEEKDAYS[weekday - 1] ?? 'monday';
}

/** `09:00`; the end of the day is `24:00`. */
export function timeOfDay(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
