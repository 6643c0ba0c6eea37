import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { conversations, messages } from '../../db/schema/index.ts';
import { type ConversationState, sealState } from './content.ts';
import type { Conversations } from './conversations.ts';
import type { HeldTurn } from './lease.ts';

/**
 * Makes the last turn of a conversation as if it had not been, once it is over: both of its messages go, and what is
 * known is what was known before. `number` is that of the message that answers. False, and nothing is changed, when it
 * is not the last one any more.
 */
export async function withdrawTurn(
  { database, audioStore }: Conversations,
  { held, number, state }: { held: HeldTurn; number: number; state: ConversationState },
): Promise<boolean> {
  const { workspaceId, conversationId } = held;
  const before = number - 2;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [changed] = await tx
      .update(conversations)
      .set({ messageCount: before, sealedSecret: sealState(audioStore, state), updatedAt: sql`now()` })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, conversationId),
          eq(conversations.messageCount, number),
          isNull(conversations.turnId),
          isNull(conversations.heldSince),
        ),
      )
      .returning({ id: conversations.id });
    if (!changed) return false;
    await tx
      .delete(messages)
      .where(
        and(
          eq(messages.workspaceId, workspaceId),
          eq(messages.conversationId, conversationId),
          gt(messages.number, before),
        ),
      );
    return true;
  });
}
