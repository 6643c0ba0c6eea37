import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { Appointment, AppointmentInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { appointments, calendars, services } from '../../../db/schema/index.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import { bookAppointment, type Clock, cancelAppointment, rescheduleAppointment } from '../appointments.ts';
import { addDays, boundaryOf, daysBetween, localOf, readTime } from '../localTime.ts';
import { meantService } from '../services.ts';
import { timeZoneOf } from '../workspaceZone.ts';
import { type Business, recordChange } from './business.ts';

const MOST_DAYS = 62;
const MOST = 2000;

/** Appointments of local days, in order of time. Throws `validation-failed` for more days than can be asked for. */
export async function listAppointments(
  { database }: Business,
  { workspaceId }: Caller,
  { from, to }: { from: string; to: string },
): Promise<Appointment[]> {
  const days = daysBetween(from, to);
  if (days < 0 || days >= MOST_DAYS)
    throw new ProblemError('validation-failed', `Ask for 1 to ${MOST_DAYS} days.`, {
      errors: [{ field: 'to', message: `must lie less than ${MOST_DAYS} days after \`from\`` }],
    });
  return database.withWorkspace(workspaceId, async (tx) => {
    const timeZone = await timeZoneOf(tx, workspaceId);
    const rows = await select(tx)
      .where(
        and(
          eq(appointments.workspaceId, workspaceId),
          gte(appointments.startsAt, boundaryOf(from, 0, timeZone)),
          lt(appointments.startsAt, boundaryOf(addDays(to, 1), 0, timeZone)),
        ),
      )
      .orderBy(asc(appointments.startsAt), asc(appointments.id))
      .limit(MOST);
    return rows.map((row) => present(row, timeZone));
  });
}

/** Books by hand. Throws as `bookAppointment` does. */
export async function createAppointment(
  business: Business,
  caller: Caller,
  { serviceId, startsAt, name, phone }: AppointmentInput,
): Promise<Appointment> {
  const { workspaceId } = caller;
  return business.database.withWorkspace(workspaceId, async (tx) => {
    const clock = await clockOf(business, tx, workspaceId);
    const service = await meantService(tx, workspaceId, serviceId);
    const booking = { service, startsAt: timeOf(startsAt, clock), name, phone, conversationId: null };
    const { id } = await bookAppointment(tx, workspaceId, booking, clock);
    await recordChange(tx, caller, { kind: 'appointment', verb: 'created', id });
    return read(tx, workspaceId, id, clock.timeZone);
  });
}

/** Moves or cancels. Throws `not-found`, `conflict`, `validation-failed`. */
export async function updateAppointment(
  business: Business,
  caller: Caller,
  id: string,
  { startsAt, state }: { startsAt?: string | undefined; state?: 'cancelled' | undefined },
): Promise<Appointment> {
  const { workspaceId } = caller;
  return business.database.withWorkspace(workspaceId, async (tx) => {
    const clock = await clockOf(business, tx, workspaceId);
    if (startsAt !== undefined)
      await rescheduleAppointment(tx, workspaceId, id, timeOf(startsAt, clock), clock);
    if (state === 'cancelled') await cancelAppointment(tx, workspaceId, id, clock.now);
    if (startsAt !== undefined) await recordChange(tx, caller, { kind: 'appointment', verb: 'moved', id });
    if (state === 'cancelled') await recordChange(tx, caller, { kind: 'appointment', verb: 'cancelled', id });
    return read(tx, workspaceId, id, clock.timeZone);
  });
}

function timeOf(text: string, { timeZone }: Clock): Date {
  const time = readTime(text, timeZone);
  if (!time)
    throw new ProblemError('validation-failed', 'This time does not exist: clocks are changed just then.', {
      errors: [{ field: 'startsAt', message: 'does not exist on that day' }],
    });
  return time;
}

async function clockOf({ now }: Business, tx: WorkspaceTx, workspaceId: string): Promise<Clock> {
  return { now: now(), timeZone: await timeZoneOf(tx, workspaceId), language: 'en-US' };
}

const select = (tx: WorkspaceTx) =>
  tx
    .select({ appointment: appointments, serviceName: services.name, calendar: calendars.name })
    .from(appointments)
    .innerJoin(services, eq(services.id, appointments.serviceId))
    .innerJoin(calendars, eq(calendars.id, appointments.calendarId))
    .$dynamic();

async function read(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  timeZone: string,
): Promise<Appointment> {
  const [row] = await select(tx).where(
    and(eq(appointments.workspaceId, workspaceId), eq(appointments.id, id)),
  );
  if (!row) throw notFound('appointment');
  return present(row, timeZone);
}

type Joined = { appointment: typeof appointments.$inferSelect; serviceName: string; calendar: string };

function present({ appointment, serviceName, calendar }: Joined, timeZone: string): Appointment {
  const { id, serviceId, name, phone, confirmationCode, state, startsAt, endsAt, createdAt } = appointment;
  return {
    ...{ id, serviceId, serviceName, calendar, name, phone, confirmationCode, state },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    local: localOf(startsAt, timeZone),
    createdAt: createdAt.toISOString(),
  };
}
