import { randomInt } from 'node:crypto';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { appointments, calendars, services } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { busyTimes, isOpenFor, type Span } from './freeTimes.ts';
import { dayOf, inWords } from './localTime.ts';
import { readOpening } from './openHours.ts';
import { samePerson, samePhone } from './persons.ts';
import type { OfferedService } from './services.ts';

const MINUTE_MS = 60_000;
/** Of a confirmation code. */
export const CODE_DIGITS = 6;
/** Appointments begin at full five minutes. */
const STEP_MS = 5 * MINUTE_MS;

/** In which zone times are meant, when it is now, and in whose language they are said. */
export interface Clock {
  now: Date;
  timeZone: string;
  language: string;
}

export type AppointmentRow = typeof appointments.$inferSelect;

export interface NewAppointment {
  service: Pick<OfferedService, 'id' | 'calendarId' | 'durationMinutes'>;
  startsAt: Date;
  name: string;
  phone: string | null;
  conversationId: string | null;
}

/**
 * Books a free time within opening hours. However many ask at once, one of them gets it. What the same conversation
 * booked already, though the answer was lost on the way, is given again. Throws `conflict` when it is taken,
 * `validation-failed` when it cannot be booked at all.
 */
export async function bookAppointment(
  tx: WorkspaceTx,
  workspaceId: string,
  booking: NewAppointment,
  clock: Clock,
): Promise<AppointmentRow> {
  const { service, startsAt, name, phone, conversationId } = booking;
  const before = await bookedBefore(tx, workspaceId, booking);
  if (before) return before;
  const endsAt = new Date(startsAt.getTime() + service.durationMinutes * MINUTE_MS);
  await claim(tx, workspaceId, service.calendarId, { from: startsAt, to: endsAt }, clock);
  for (let attempt = 0; attempt < 20; attempt++) {
    const [made] = await tx
      .insert(appointments)
      .values({
        id: v7(),
        workspaceId,
        calendarId: service.calendarId,
        serviceId: service.id,
        startsAt,
        endsAt,
        name,
        phone,
        confirmationCode: String(randomInt(10 ** (CODE_DIGITS - 1), 10 ** CODE_DIGITS)),
        conversationId,
      })
      .onConflictDoNothing({ target: [appointments.workspaceId, appointments.confirmationCode] })
      .returning();
    if (!made) continue;
    await notify(tx, workspaceId, { type: 'appointments-changed' });
    return made;
  }
  throw new ProblemError('unavailable', 'No confirmation code could be given at the moment.');
}

async function bookedBefore(
  tx: WorkspaceTx,
  workspaceId: string,
  { service, startsAt, name, conversationId }: NewAppointment,
): Promise<AppointmentRow | undefined> {
  if (conversationId === null) return undefined;
  const [found] = await tx
    .select()
    .from(appointments)
    .where(
      and(
        eq(appointments.workspaceId, workspaceId),
        eq(appointments.calendarId, service.calendarId),
        eq(appointments.startsAt, startsAt),
        eq(appointments.state, 'booked'),
        eq(appointments.serviceId, service.id),
        eq(appointments.name, name),
        eq(appointments.conversationId, conversationId),
      ),
    );
  return found;
}

/** Moves an appointment that lies ahead. Throws as `bookAppointment` does, and `not-found`. */
export async function rescheduleAppointment(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  startsAt: Date,
  clock: Clock,
): Promise<AppointmentRow> {
  const before = await lockAhead(tx, workspaceId, id, clock.now);
  const durationMs = before.endsAt.getTime() - before.startsAt.getTime();
  const endsAt = new Date(startsAt.getTime() + durationMs);
  await claim(tx, workspaceId, before.calendarId, { from: startsAt, to: endsAt }, clock, id);
  const [moved] = await tx
    .update(appointments)
    .set({ startsAt, endsAt })
    .where(and(eq(appointments.workspaceId, workspaceId), eq(appointments.id, id)))
    .returning();
  if (!moved) throw notFound('appointment');
  await notify(tx, workspaceId, { type: 'appointments-changed' });
  return moved;
}

/** Cancels an appointment that lies ahead; its time is free again. Throws `not-found`, `validation-failed`. */
export async function cancelAppointment(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<AppointmentRow> {
  await lockAhead(tx, workspaceId, id, now);
  const [cancelled] = await tx
    .update(appointments)
    .set({ state: 'cancelled' })
    .where(and(eq(appointments.workspaceId, workspaceId), eq(appointments.id, id)))
    .returning();
  if (!cancelled) throw notFound('appointment');
  await notify(tx, workspaceId, { type: 'appointments-changed' });
  return cancelled;
}

/** The service that an appointment was made for, offered or not any more. */
export async function serviceName(tx: WorkspaceTx, appointment: AppointmentRow): Promise<string> {
  const [service] = await tx
    .select({ name: services.name })
    .from(services)
    .where(eq(services.id, appointment.serviceId));
  return service?.name ?? '';
}

/**
 * Booked appointments ahead of somebody who proves to know of them: by confirmation code, or by name and telephone
 * number together.
 */
export async function findAppointments(
  tx: WorkspaceTx,
  workspaceId: string,
  by: { confirmationCode: string } | { name: string; phone: string },
  now: Date,
): Promise<AppointmentRow[]> {
  const proof =
    'confirmationCode' in by
      ? eq(appointments.confirmationCode, by.confirmationCode.replaceAll(/\D/g, ''))
      : samePhone(appointments.phoneDigits, by.phone);
  const rows = await tx
    .select()
    .from(appointments)
    .where(
      and(
        eq(appointments.workspaceId, workspaceId),
        eq(appointments.state, 'booked'),
        gt(appointments.endsAt, now),
        proof,
      ),
    )
    .orderBy(asc(appointments.startsAt))
    .limit(20);
  return 'name' in by ? rows.filter((row) => samePerson(row.name, by.name)) : rows;
}

/** An appointment that is booked and has not begun; it stays as it is until commit. */
async function lockAhead(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<AppointmentRow> {
  const [row] = await tx
    .select()
    .from(appointments)
    .where(and(eq(appointments.workspaceId, workspaceId), eq(appointments.id, id)))
    .for('update');
  if (!row) throw notFound('appointment');
  if (row.state === 'cancelled')
    throw new ProblemError('validation-failed', 'The appointment was cancelled already.');
  if (row.startsAt <= now) throw new ProblemError('validation-failed', 'The appointment is over.');
  return row;
}

/** Makes sure that a span may be booked, and that nobody else books in its calendar until commit. */
async function claim(
  tx: WorkspaceTx,
  workspaceId: string,
  calendarId: string,
  span: Span,
  clock: Clock,
  except?: string,
): Promise<void> {
  const { now, timeZone, language } = clock;
  if (span.from <= now)
    throw new ProblemError(
      'validation-failed',
      `That is over: it is ${inWords(now, timeZone, language)} now.`,
    );
  if (span.from.getTime() % STEP_MS !== 0)
    throw new ProblemError('validation-failed', 'Appointments begin at full five minutes.');
  const opening = await readOpening(tx, workspaceId, dayOf(span.from, timeZone), dayOf(span.to, timeZone));
  if (!isOpenFor(opening, span, timeZone))
    throw new ProblemError(
      'validation-failed',
      `${inWords(span.from, timeZone, language)} is outside opening hours.`,
    );
  // The lock makes those who ask at once wait for each other instead of failing on the constraint all together.
  await tx.execute(
    sql`select id from ${calendars} where workspace_id = ${workspaceId} and id = ${calendarId} for update`,
  );
  const taken = await busyTimes(tx, workspaceId, calendarId, span, except);
  if (taken.length > 0)
    throw new ProblemError('conflict', `${inWords(span.from, timeZone, language)} is taken.`);
}
