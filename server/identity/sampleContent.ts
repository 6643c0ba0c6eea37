import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import { users } from '../db/schema/index.ts';
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
  const [owner] = await database.withWorkspace(due.workspaceId, (tx) =>
    tx.select({ name: users.name }).from(users).where(eq(users.id, due.userId)),
  );
  await create(
    due.workspaceId,
    ownerCaller(due.workspaceId, due.userId, owner?.name ?? 'Owner', randomUUID()),
  );
  await putFact(database.outside, 'sample-content-due', null);
}
