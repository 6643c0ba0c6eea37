import { and, eq } from 'drizzle-orm';
import type { Flow } from '../../../shared/calls/flow.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { flows, flowVersions } from '../../db/schema/index.ts';

/** A flow as the next caller meets it. */
export async function newestFlow(tx: WorkspaceTx, workspaceId: string, flowId: string): Promise<Flow> {
  const [row] = await tx
    .select({ content: flowVersions.content })
    .from(flowVersions)
    .innerJoin(flows, and(eq(flows.id, flowVersions.flowId), eq(flows.version, flowVersions.number)))
    .where(and(eq(flowVersions.workspaceId, workspaceId), eq(flowVersions.flowId, flowId)));
  if (!row) throw new Error('a flow has no version');
  return row.content;
}
