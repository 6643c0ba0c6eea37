import { eq, sql } from 'drizzle-orm';
import type { By } from '../../../caller.ts';
import { flows } from '../../../db/schema/index.ts';
import { insertFlow } from '../stored/createFlow.ts';
import type { FlowStore } from '../stored/flows.ts';
import { insertNumber } from '../stored/numbers.ts';
import { SAMPLE_NUMBER, SUPPORT_LINE } from './supportLine.ts';

/**
 * Makes the support line and its number in a workspace that never had a flow. All or nothing, and nothing the second
 * time, so it may be called again. Where another workspace of the installation has the number, the line has none.
 */
export async function createSampleFlow({ database }: FlowStore, by: By): Promise<void> {
  const { workspaceId } = by;
  await database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`flows:${workspaceId}`}, 0))`);
    const [existing] = await tx
      .select({ id: flows.id })
      .from(flows)
      .where(eq(flows.workspaceId, workspaceId))
      .limit(1);
    if (existing) return;
    const flowId = await insertFlow(tx, by, {
      name: 'Support line',
      description: 'Greets with what is deployed, lets the agent answer, and hands over to people.',
      content: SUPPORT_LINE,
      note: 'Part of the sample content',
    });
    await insertNumber(tx, by, { number: SAMPLE_NUMBER, name: 'Support', flowId });
  });
}
