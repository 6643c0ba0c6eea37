import { and, asc, eq, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { calendars, services } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

export interface OfferedService {
  id: string;
  name: string;
  durationMinutes: number;
  calendarId: string;
  calendar: string;
  createdAt: Date;
}

/** What can be booked, by name. */
export function offeredServices(tx: WorkspaceTx, workspaceId: string): Promise<OfferedService[]> {
  return tx
    .select({
      id: services.id,
      name: services.name,
      durationMinutes: services.durationMinutes,
      calendarId: services.calendarId,
      calendar: calendars.name,
      createdAt: services.createdAt,
    })
    .from(services)
    .innerJoin(calendars, eq(calendars.id, services.calendarId))
    .where(and(eq(services.workspaceId, workspaceId), services.offered))
    .orderBy(asc(services.name));
}

/**
 * The service that somebody means by its id, its name or a part of it. Throws `not-found` and `validation-failed`
 * (several are meant) with the names to choose from.
 */
export async function meantService(
  tx: WorkspaceTx,
  workspaceId: string,
  given: string,
): Promise<OfferedService> {
  const offered = await offeredServices(tx, workspaceId);
  const wanted = words(given);
  const exact = offered.find(({ id, name }) => id === given || words(name).join(' ') === wanted.join(' '));
  if (exact) return exact;
  const within = (parts: string[], whole: string[]) =>
    parts.length > 0 && parts.every((part) => whole.includes(part));
  const likely = offered.filter(({ name }) => within(wanted, words(name)) || within(words(name), wanted));
  const [only] = likely;
  if (only && likely.length === 1) return only;
  const names = (likely.length > 0 ? likely : offered).map(({ name }) => name).join(', ');
  if (likely.length > 1) throw new ProblemError('validation-failed', `Which one is meant: ${names}?`);
  throw new ProblemError(
    'not-found',
    names === '' ? 'Nothing can be booked here.' : `There is no “${given}”. What can be booked: ${names}.`,
  );
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

/** The calendar of that name; made if there is none. */
export async function calendarNamed(tx: WorkspaceTx, workspaceId: string, name: string): Promise<string> {
  const there = and(eq(calendars.workspaceId, workspaceId), sql`lower(${calendars.name}) = lower(${name})`);
  const made = await tx
    .insert(calendars)
    .values({ workspaceId, name })
    .onConflictDoNothing()
    .returning({ id: calendars.id });
  const [found] = made.length > 0 ? made : await tx.select({ id: calendars.id }).from(calendars).where(there);
  if (!found) throw new ProblemError('conflict', 'The calendar was being made by somebody else. Try again.');
  return found.id;
}
