import { desc, eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { customers, memberships, users } from '../../db/schema/index.ts';

/** As many of the newest customers and members tell where people have their mail. */
const NEWEST = 200;
/** More make every one of them harder to tell apart. */
const MOST_DOMAINS = 10;

/** Where a workspace's members and customers have their e-mail addresses, the most frequent first, in lower case. */
export async function mailDomains(tx: WorkspaceTx, workspaceId: string): Promise<string[]> {
  const members = await tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.workspaceId, workspaceId))
    .limit(NEWEST);
  const known = await tx
    .select({ email: customers.email })
    .from(customers)
    .where(eq(customers.workspaceId, workspaceId))
    .orderBy(desc(customers.id))
    .limit(NEWEST);
  const counts = new Map<string, number>();
  for (const { email } of [...members, ...known]) {
    const domain = email?.split('@')[1]?.trim().toLowerCase();
    if (domain) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_DOMAINS)
    .map(([domain]) => domain);
}
