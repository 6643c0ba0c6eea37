import { and, eq, sql } from 'drizzle-orm';
import type { Service, ServiceInput } from '../../../../shared/api/business/records.ts';
import type { Caller } from '../../../caller.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { services } from '../../../db/schema/index.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import { calendarNamed, offeredServices } from '../services.ts';
import { type Business, recordChange } from './business.ts';

/** What is offered, by name. */
export async function listServices({ database }: Business, { workspaceId }: Caller): Promise<Service[]> {
  return database.withWorkspace(workspaceId, (tx) => present(tx, workspaceId));
}

/** Throws `already-exists` for a name that is taken. */
export async function createService(
  { database }: Business,
  caller: Caller,
  { name, durationMinutes, calendar }: ServiceInput,
): Promise<Service> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    await refuseNamesake(tx, workspaceId, name, null);
    const calendarId = await calendarNamed(tx, workspaceId, calendar);
    const [row] = await tx
      .insert(services)
      .values({ workspaceId, name, durationMinutes, calendarId })
      .returning({ id: services.id });
    const made = await one(tx, workspaceId, row?.id ?? '');
    await recordChange(tx, caller, { kind: 'service', verb: 'created', id: made.id, name });
    return made;
  });
}

/** Throws `already-exists`, `not-found`. */
export async function updateService(
  { database }: Business,
  caller: Caller,
  id: string,
  { name, durationMinutes, calendar }: ServiceInput,
): Promise<Service> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    await one(tx, workspaceId, id);
    await refuseNamesake(tx, workspaceId, name, id);
    const calendarId = await calendarNamed(tx, workspaceId, calendar);
    await tx
      .update(services)
      .set({ name, durationMinutes, calendarId })
      .where(and(eq(services.workspaceId, workspaceId), eq(services.id, id)));
    const changed = await one(tx, workspaceId, id);
    await recordChange(tx, caller, { kind: 'service', verb: 'changed', id, name });
    return changed;
  });
}

/** No longer offers a service. Throws `not-found`. */
export async function deleteService({ database }: Business, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const { name } = await one(tx, workspaceId, id);
    await tx
      .update(services)
      .set({ offered: false })
      .where(and(eq(services.workspaceId, workspaceId), eq(services.id, id)));
    await recordChange(tx, caller, { kind: 'service', verb: 'deleted', id, name });
  });
}

async function refuseNamesake(
  tx: WorkspaceTx,
  workspaceId: string,
  name: string,
  own: string | null,
): Promise<void> {
  const [namesake] = await tx
    .select({ id: services.id })
    .from(services)
    .where(
      and(
        eq(services.workspaceId, workspaceId),
        services.offered,
        sql`lower(${services.name}) = lower(${name})`,
      ),
    );
  if (namesake && namesake.id !== own)
    throw new ProblemError('already-exists', `“${name}” can be booked already.`);
}

async function one(tx: WorkspaceTx, workspaceId: string, id: string): Promise<Service> {
  const found = (await present(tx, workspaceId)).find((service) => service.id === id);
  if (!found) throw notFound('service');
  return found;
}

async function present(tx: WorkspaceTx, workspaceId: string): Promise<Service[]> {
  return (await offeredServices(tx, workspaceId)).map(
    ({ id, name, durationMinutes, calendar, createdAt }) => ({
      ...{ id, name, durationMinutes, calendar },
      createdAt: createdAt.toISOString(),
    }),
  );
}
