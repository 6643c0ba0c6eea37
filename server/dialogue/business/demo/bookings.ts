import type { WorkspaceTx } from '../../../db/database.ts';
import { bookAppointment, type Clock } from '../appointments.ts';
import { busyTimes, isOpenFor } from '../freeTimes.ts';
import { addDays, boundaryOf, dayOf, instantOf } from '../localTime.ts';
import { readOpening } from '../openHours.ts';
import { offeredServices } from '../services.ts';
import { DEMO_BOOKED_DAYS, DEMO_BOOKINGS, DEMO_CALENDAR, DEMO_CUSTOMERS } from './content.ts';

const MINUTE_MS = 60_000;
/** Looked through for days on which the business is open. */
const DAYS_AHEAD = 14;

/** Fills the example's calendar a little, unless somebody is booked there in the days to come. */
export async function addBookings(tx: WorkspaceTx, workspaceId: string, clock: Clock): Promise<number> {
  const offered = await offeredServices(tx, workspaceId);
  const own = offered.filter(({ calendar }) => calendar === DEMO_CALENDAR);
  const [first] = own;
  if (!first) return 0;
  const { now, timeZone } = clock;
  const today = dayOf(now, timeZone);
  const ahead = { from: now, to: boundaryOf(addDays(today, DAYS_AHEAD), 0, timeZone) };
  if ((await busyTimes(tx, workspaceId, first.calendarId, ahead)).length > 0) return 0;
  const opening = await readOpening(tx, workspaceId, today, addDays(today, DAYS_AHEAD));
  let added = 0;
  let days = 0;
  for (let ahead = 1; ahead < DAYS_AHEAD && days < DEMO_BOOKED_DAYS; ahead++) {
    const day = addDays(today, ahead);
    const before = added;
    for (const { minute, service: name, customer } of DEMO_BOOKINGS) {
      const service = own.find((one) => one.name === name);
      const startsAt = instantOf(day, minute, timeZone);
      if (!service || !startsAt) continue;
      const to = new Date(startsAt.getTime() + service.durationMinutes * MINUTE_MS);
      if (!isOpenFor(opening, { from: startsAt, to }, timeZone)) continue;
      const phone = DEMO_CUSTOMERS.find((one) => one.name === customer)?.phone ?? null;
      const booking = { service, startsAt, name: customer, phone, conversationId: null };
      await bookAppointment(tx, workspaceId, booking, clock);
      added++;
    }
    if (added > before) days++;
  }
  return added;
}
