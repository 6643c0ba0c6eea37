import { eq } from 'drizzle-orm';
import { type Plan, planOf } from '../../shared/usage/plans.ts';
import type { WorkspaceTx } from './database.ts';
import { workspaces } from './schema/index.ts';

/** The plan that holds in a workspace, of at most what the installation gives. */
export async function readPlan(tx: WorkspaceTx, workspaceId: string, given: Plan): Promise<Plan> {
  const [row] = await tx
    .select({ plan: workspaces.plan })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return planOf(row?.plan ?? null, given);
}
