import { and, eq, gt, lt, ne } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { appointments } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { addDays, boundaryOf, dayOf, daysBetween } from './localTime.ts';
import { type Opening, openSpans, readOpening } from './openHours.ts';
import type { OfferedService } from './services.ts';

const MINUTE_MS = 60_000;
/** Days that may be asked for at once, and how far ahead times are offered. */
const MOST_DAYS = 31;
const FURTHEST_DAYS = 366;

export interface Span {
  from: Date;
  to: Date;
}

/** Booked times of a calendar that touch the span, but for one appointment. */
export async function busyTimes(
  tx: WorkspaceTx,
  workspaceId: string,
  calendarId: string,
  { from, to }: Span,
  except?: string,
): Promise<Span[]> {
  const rows = await tx
    .select({ from: appointments.startsAt, to: appointments.endsAt })
    .from(appointments)
    .where(
      and(
        eq(appointments.workspaceId, workspaceId),
        eq(appointments.calendarId, calendarId),
        eq(appointments.state, 'booked'),
        lt(appointments.startsAt, to),
        gt(appointments.endsAt, from),
        except === undefined ? undefined : ne(appointments.id, except),
      ),
    );
  return rows;
}

/**
 * When a service could begin on the local days `from` to `to` (both included, at most 31), in order. Throws
 * `validation-failed` for days that cannot be asked for.
 */
export async function freeTimes(
  tx: WorkspaceTx,
  workspaceId: string,
  service: Pick<OfferedService, 'calendarId' | 'durationMinutes'>,
  days: { from: string; to: string },
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<Date[]> {
  const today = dayOf(now, timeZone);
  const from = days.from < today ? today : days.from;
  if (days.to < days.from) throw new ProblemError('validation-failed', '`to` lies before `from`.');
  if (days.to < today) throw new ProblemError('validation-failed', `That is over: today is ${today}.`);
  if (daysBetween(from, days.to) >= MOST_DAYS)
    throw new ProblemError('validation-failed', `Ask for at most ${MOST_DAYS} days at once.`);
  if (daysBetween(today, days.to) > FURTHEST_DAYS)
    throw new ProblemError('validation-failed', 'Times are offered a year ahead at most.');
  const opening = await readOpening(tx, workspaceId, from, days.to);
  const whole = { from: boundaryOf(from, 0, timeZone), to: boundaryOf(addDays(days.to, 1), 0, timeZone) };
  const busy = await busyTimes(tx, workspaceId, service.calendarId, whole);
  const times: Date[] = [];
  for (let day = from; day <= days.to; day = addDays(day, 1))
    for (const span of openSpans(opening, day, timeZone))
      times.push(...startsWithin(span, service.durationMinutes, busy).filter((time) => time > now));
  return times;
}

/** Starts within a span, on a grid from its beginning, that overlap nothing. */
function startsWithin(span: Span, durationMinutes: number, busy: readonly Span[]): Date[] {
  const gridMs = (durationMinutes <= 15 ? 15 : 30) * MINUTE_MS;
  const starts: Date[] = [];
  for (let startMs = span.from.getTime(); ; startMs += gridMs) {
    const endMs = startMs + durationMinutes * MINUTE_MS;
    if (endMs > span.to.getTime()) return starts;
    if (!busy.some(({ from, to }) => from.getTime() < endMs && to.getTime() > startMs))
      starts.push(new Date(startMs));
  }
}

/** Whether the business is open from the first to the last minute of a span. */
export function isOpenFor(opening: Opening, span: Span, timeZone: string): boolean {
  // What lasts past midnight is inside hours that close at 24:00 and open at 00:00.
  let reached = span.from.getTime();
  for (let day = dayOf(span.from, timeZone); ; day = addDays(day, 1)) {
    const parts = openSpans(opening, day, timeZone);
    const part = parts.find(({ from, to }) => from.getTime() <= reached && reached < to.getTime());
    if (!part) return false;
    reached = part.to.getTime();
    if (reached >= span.to.getTime()) return true;
    if (boundaryOf(addDays(day, 1), 0, timeZone).getTime() !== reached) return false;
  }
}
