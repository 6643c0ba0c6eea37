import { z } from 'zod';
import type { Weekday } from '../../../shared/api/business/hours.ts';
import type { Database } from '../../db/database.ts';
import { addDays, dayOf, weekdayOf } from '../business/localTime.ts';
import {
  type Opening,
  openParts,
  openSpans,
  readOpening,
  timeOfDay,
  weekdayName,
} from '../business/openHours.ts';
import type { Tool } from '../contract.ts';
import { defineTool, OWN_TIMEOUT_MS } from './defineTool.ts';

/** Exceptions of so many days to come are told with the usual week. */
const AHEAD_DAYS = 30;

/** When the business is open, usually and on a day. */
export function hoursTool(database: Database): Tool {
  return defineTool({
    name: 'opening_hours',
    title: 'Look up opening hours',
    description:
      'Says when the business is open. Without a date: the usual week, days of the next month that are otherwise, and whether it is open now. With a date: that day alone, and whether it opens at all.',
    input: z.object({ date: z.iso.date().optional().describe('A local day such as 2026-11-27') }),
    effect: false,
    intents: [],
    timeoutMs: OWN_TIMEOUT_MS,
    async run({ date }, { caller, now, timeZone }) {
      const today = dayOf(now, timeZone);
      const opening = await database.withWorkspace(caller.workspaceId, (tx) =>
        readOpening(tx, caller.workspaceId, date ?? today, date ?? addDays(today, AHEAD_DAYS)),
      );
      if (date !== undefined) {
        const days = dayEntries(opening, date);
        return { result: { open: openParts(opening, date).length > 0, date, days, timeZone, today } };
      }
      const open = openSpans(opening, today, timeZone).some(({ from, to }) => from <= now && now < to);
      const days = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
        entriesOf(weekday, opening.week.get(weekday) ?? []),
      );
      const exceptions = [...opening.exceptions.keys()].flatMap((day) =>
        dayEntries(opening, day).map((entry) => ({ date: day, ...entry })),
      );
      return { result: { open, days, exceptions, timeZone, today } };
    },
  });
}

type Parts = ReturnType<typeof openParts>;

type Entry = { weekday: Weekday; opens: string; closes: string } | { weekday: Weekday; closed: true };

/** One entry a part of the day; one that says `closed` where there is none. */
function entriesOf(weekday: number, parts: Parts): Entry[] {
  const name = weekdayName(weekday);
  return parts.length === 0
    ? [{ weekday: name, closed: true }]
    : parts.map(({ opensMinute, closesMinute }) => ({
        weekday: name,
        opens: timeOfDay(opensMinute),
        closes: timeOfDay(closesMinute),
      }));
}

function dayEntries(opening: Opening, day: string) {
  const because = opening.exceptions.get(day)?.name;
  return entriesOf(weekdayOf(day), openParts(opening, day)).map((entry) => ({
    ...entry,
    ...(because === undefined ? {} : { because }),
  }));
}
