import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import { memberships, users } from '../db/schema/index.ts';
import { ownerCaller } from './createWorkspace.ts';
import { getFact, putFact } from './installation.ts';

/** Fills a new workspace with scripts, voices and channels to look at; must bear being called again. */
export type CreateSampleContent = (workspaceId: string, caller: Caller) => Promise<void>;

/**
 * Creates the sample content that is due, in the name of the workspace's first owner. It is due until it has
 * succeeded: call it at every start, so that a process that ended half-way leaves nothing empty.
 */
export async function completeSampleContent(database: Database, create: CreateSampleContent): Promise<void> {
  const due = await getFact(database.outside, 'sample-content-due');
  if (!due) return;
  const owner = await findOwner(database, due.workspaceId, due.userId);
  if (owner) await create(due.workspaceId, owner);
  await putFact(database.outside, 'sample-content-due', null);
}

/** An owner of the workspace as a caller, for work in their name; null when they are none. */
export async function findOwner(
  database: Database,
  workspaceId: string,
  userId: string,
): Promise<Caller | null> {
  const [owner] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.workspaceId, workspaceId),
          eq(memberships.userId, userId),
          eq(memberships.role, 'owner'),
        ),
      ),
  );
  return owner ? ownerCaller(workspaceId, userId, owner.name, randomUUID()) : null;
}
