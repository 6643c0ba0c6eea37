import { sql } from 'drizzle-orm';
import type { Caller } from '../../../caller.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { Database } from '../../../db/database.ts';
import { timeZoneOf } from '../workspaceZone.ts';
import { addBookings } from './bookings.ts';
import { addCustomers, addFaq, addHours, addOrders, addProducts, addServices } from './rows.ts';

/** How many rows were added, by kind. */
export type Added = Record<
  'customers' | 'orders' | 'products' | 'faq' | 'services' | 'openingHours' | 'appointments',
  number
>;

/**
 * Adds what is missing of the example business to a workspace. What is there already stays as it is; opening hours
 * and coming appointments are only added where there are none.
 */
export async function addDemoData(database: Database, caller: Caller, now: Date): Promise<Added> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`demo:${workspaceId}`}, 0))`);
    const clock = { now, timeZone: await timeZoneOf(tx, workspaceId), language: 'en-US' };
    const added: Added = {
      customers: await addCustomers(tx, workspaceId),
      orders: await addOrders(tx, workspaceId),
      products: await addProducts(tx, workspaceId),
      faq: await addFaq(tx, workspaceId),
      services: await addServices(tx, workspaceId),
      openingHours: await addHours(tx, workspaceId),
      appointments: await addBookings(tx, workspaceId, clock),
    };
    if (Object.values(added).some((count) => count > 0))
      await recordAudit(tx, workspaceId, {
        actor: caller.actor,
        action: 'business.demo-added',
        subject: { kind: 'workspace', id: workspaceId },
        detail: added,
        correlationId: caller.correlationId,
      });
    return added;
  });
}
