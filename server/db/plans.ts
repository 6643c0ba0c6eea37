import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Plan, planOf } from '../../shared/usage/plans.ts';
import type { WorkspaceTx } from './database.ts';
import { customVoices, workspaces } from './schema/index.ts';

/** The plan that holds in a workspace, of at most what the installation gives. */
export async function readPlan(tx: WorkspaceTx, workspaceId: string, given: Plan): Promise<Plan> {
  const [row] = await tx
    .select({ plan: workspaces.plan })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return planOf(row?.plan ?? null, given);
}

/** Until the end of the transaction nobody else begins a training here, nor chooses a plan. */
export async function lockOwnVoices(tx: WorkspaceTx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`training:${workspaceId}`}, 0))`);
}

/** Voices of its own that a workspace has, or is about to have, oldest first. */
export function readOwnVoices(tx: WorkspaceTx, workspaceId: string): Promise<{ name: string }[]> {
  return tx
    .select({ name: customVoices.name })
    .from(customVoices)
    .where(
      and(
        eq(customVoices.workspaceId, workspaceId),
        inArray(customVoices.state, ['ready', 'training', 'in-review']),
      ),
    )
    .orderBy(customVoices.id);
}
