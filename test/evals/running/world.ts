import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Database, WorkspaceTx } from '../../../server/db/database.ts';
import {
  appointments,
  calendars,
  faqEntries,
  openingExceptions,
  openingHours,
  orders,
  products,
  services,
} from '../../../server/db/schema/business.ts';
import { workspaces } from '../../../server/db/schema/identity.ts';
import type { BookedTime, WorldChanges } from './scenario.ts';
import { FAQ, OPENING, ORDERS, PRODUCTS, SERVICES, TIME_ZONE } from './usualWorld.ts';

/** Fills an empty workspace with the usual world and what a scenario changes in it. */
export async function buildWorld(
  database: Database,
  workspaceId: string,
  changes: WorldChanges = {},
): Promise<void> {
  await database.withWorkspace(workspaceId, async (tx) => {
    await tx.update(workspaces).set({ timeZone: TIME_ZONE }).where(eq(workspaces.id, workspaceId));
    await insertCalendar(tx, workspaceId, changes);
    for (const order of [...ORDERS, ...(changes.orders ?? [])]) {
      await tx.insert(orders).values({
        workspaceId,
        ...order,
        items: order.items.map((item) => ({ ...item })),
        eta: order.eta ?? null,
      });
    }
    for (const product of PRODUCTS)
      await tx.insert(products).values({ workspaceId, language: 'en', ...product });
    for (const entry of [...FAQ, ...(changes.faq ?? [])])
      await tx.insert(faqEntries).values({ workspaceId, language: 'en', ...entry });
  });
}

async function insertCalendar(tx: WorkspaceTx, workspaceId: string, changes: WorldChanges): Promise<void> {
  const calendarIds = new Map<string, string>();
  for (const name of new Set(SERVICES.map(({ calendar }) => calendar))) {
    const id = v7();
    calendarIds.set(name, id);
    await tx.insert(calendars).values({ id, workspaceId, name });
  }
  const known = new Map<string, { id: string; calendarId: string; durationMinutes: number }>();
  for (const { name, durationMinutes, calendar } of SERVICES) {
    const service = { id: v7(), calendarId: calendarIds.get(calendar)!, durationMinutes };
    known.set(name.toLowerCase(), service);
    await tx.insert(services).values({ workspaceId, name, ...service });
  }
  const { weekdays, opensMinute, closesMinute } = OPENING;
  for (const weekday of weekdays)
    await tx.insert(openingHours).values({ workspaceId, weekday, opensMinute, closesMinute });
  for (const closed of changes.closedDays ?? [])
    await tx.insert(openingExceptions).values({ workspaceId, ...closed });
  for (const [index, { service, at, name, phone }] of (changes.appointments ?? []).entries()) {
    const { id, calendarId, durationMinutes } = known.get(service)!;
    const startsAt = sql`${at}::timestamp at time zone ${TIME_ZONE}`;
    await tx.insert(appointments).values({
      workspaceId,
      calendarId,
      serviceId: id,
      startsAt,
      endsAt: sql`${startsAt} + make_interval(mins => ${durationMinutes})`,
      name,
      phone: phone ?? null,
      confirmationCode: String(700_001 + index),
    });
  }
}

/** Every booked time of the workspace, earliest first. */
export async function bookedTimes(database: Database, workspaceId: string): Promise<BookedTime[]> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select({
        service: sql<string>`lower(${services.name})`,
        at: sql<string>`to_char(${appointments.startsAt} at time zone ${TIME_ZONE}, 'YYYY-MM-DD HH24:MI')`,
        name: appointments.name,
        phone: appointments.phoneDigits,
      })
      .from(appointments)
      .innerJoin(services, eq(services.id, appointments.serviceId))
      .where(eq(appointments.state, 'booked'))
      .orderBy(appointments.startsAt);
    return rows.map(({ phone, ...row }) => ({ ...row, ...(phone ? { phone } : {}) }));
  });
}
