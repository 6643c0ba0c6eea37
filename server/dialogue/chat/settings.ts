import { eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { workspaces } from '../../db/schema/index.ts';
import { hasToolsOutside } from '../tools/toolsOf.ts';

export interface ChatSettings {
  /** IANA name of the zone in which days and hours are meant. */
  timeZone: string;
  /** Ids of agents, most preferred first; empty: as they are set up. */
  agentOrder: readonly string[];
  /** Whether agents may use tools that the workspace set up. */
  toolsOutside: boolean;
}

export async function readChatSettings(tx: WorkspaceTx, workspaceId: string): Promise<ChatSettings> {
  const [row] = await tx
    .select({
      timeZone: workspaces.timeZone,
      agentOrder: workspaces.agentOrder,
      toolsOutside: hasToolsOutside(tx, workspaceId),
    })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row ?? { timeZone: 'UTC', agentOrder: [], toolsOutside: false };
}
