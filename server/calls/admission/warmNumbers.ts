import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { FixedLines } from '../contract.ts';
import { newestFlow } from './newestFlow.ts';

/** Lines of more flows would only take their place in memory from each other. */
const MOST_FLOWS = 20;

/**
 * Loads what is said first in the flows that numbers lead to, so that the first caller after a start is greeted as fast
 * as any: a voice takes a second to begin. No more than that, for a voice may cost money and nobody has called yet; and
 * one flow after the other, for who calls meanwhile waits behind what was asked for. Lines that cannot be loaded are
 * left to the call. Throws when the flows cannot be read. `signal` ends it.
 */
export async function warmNumbers(
  database: Database,
  lines: Pick<FixedLines, 'warmFirst'>,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await database.outside.execute<{ workspace_id: string; flow_id: string }>(
    sql`select * from voiceops_called_flows(${MOST_FLOWS})`,
  );
  for (const { workspace_id: workspaceId, flow_id: flowId } of rows) {
    if (signal.aborted) return;
    const flow = await database.withWorkspace(workspaceId, (tx) => newestFlow(tx, workspaceId, flowId));
    await lines.warmFirst(workspaceId, flow);
  }
}
