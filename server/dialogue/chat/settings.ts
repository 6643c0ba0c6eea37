import { eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { workspaces } from '../../db/schema/index.ts';
import type { Desk } from '../../engines/desk.ts';
import type { Agent } from '../contract.ts';
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

/**
 * Who may answer, in the order the workspace chose; who is not named does not answer. Where nobody who is named is set
 * up, everybody may: an answer is better than none.
 */
export function inOrder(
  desks: readonly Desk<Agent>[],
  order: ChatSettings['agentOrder'],
): readonly Desk<Agent>[] {
  const chosen = order.flatMap((id) => desks.find(({ engine }) => engine.id === id) ?? []);
  return chosen.length > 0 ? chosen : desks;
}
