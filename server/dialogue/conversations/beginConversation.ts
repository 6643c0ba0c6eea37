import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations } from '../../db/schema/index.ts';
import { newState, openState, sealState } from './content.ts';
import type { Conversations } from './conversations.ts';

/** A conversation in which nothing was said yet; gives its id. */
export async function beginConversation(
  tx: WorkspaceTx,
  { audioStore }: Pick<Conversations, 'audioStore'>,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
): Promise<string> {
  const id = v7();
  await tx.insert(conversations).values({
    id,
    workspaceId,
    sealedSecret: sealState(audioStore, newState('')),
    ...createdByColumns(actor),
  });
  return id;
}

/** What the agents of a conversation kept, by their ids; nothing when it is gone. */
export async function readMemories(
  tx: WorkspaceTx,
  { audioStore }: Pick<Conversations, 'audioStore'>,
  workspaceId: string,
  conversationId: string,
): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await tx
    .select({ sealed: conversations.sealedSecret })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
  return row ? openState(audioStore, row.sealed).memories : {};
}
