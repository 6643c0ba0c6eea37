import { and, eq, isNull, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../db/database.ts';
import { personalities } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';

/** Whoever looks at, or changes, which one is the primary takes turns; before any row is locked. */
export async function lockPrimary(tx: WorkspaceTx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`personalities:${workspaceId}`}, 0))`);
}

/** Makes one the primary in place of the one that was. Needs `lockPrimary`. Throws `conflict` when it is not active. */
export async function passPrimaryOn(tx: WorkspaceTx, workspaceId: string, id: string): Promise<void> {
  const here = eq(personalities.workspaceId, workspaceId);
  await tx.update(personalities).set({ isPrimary: false }).where(and(here, personalities.isPrimary));
  const [taken] = await tx
    .update(personalities)
    .set({ isPrimary: true })
    .where(and(here, eq(personalities.id, id), personalities.active, isNull(personalities.deletedAt)))
    .returning({ id: personalities.id });
  if (!taken)
    throw new ProblemError('conflict', 'Only a personality that is switched on can be the primary one.');
}

/** Whether a workspace has no primary one. Needs `lockPrimary`. */
export async function lacksPrimary(tx: WorkspaceTx, workspaceId: string): Promise<boolean> {
  const [primary] = await tx
    .select({ id: personalities.id })
    .from(personalities)
    .where(and(eq(personalities.workspaceId, workspaceId), personalities.isPrimary))
    .limit(1);
  return primary === undefined;
}
