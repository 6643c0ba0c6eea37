import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { MemberMessage } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import { type KeyedRequest, takeKey } from '../../db/idempotency.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { presentMemberMessage } from '../conversations/present.ts';
import { conversationRow, reachOf } from '../conversations/readConversations.ts';
import { notTheirs } from './holder.ts';
import { addMemberMessage, oneMore } from './memberMessage.ts';

/**
 * Says something under the caller's own name in a conversation that they took over. A request that came before gives
 * what it said. Throws `not-found`, `conversation-held`, `conflict` where nobody has it, and `idempotency-mismatch`.
 */
export function sayAsMember(
  deps: Conversations,
  caller: Caller,
  id: string,
  { text, keyed }: { text: string; keyed: KeyedRequest | null },
): Promise<MemberMessage> {
  const { database, audioStore } = deps;
  const { workspaceId, actor } = caller;
  const messageId = v7();
  return database.withWorkspace(workspaceId, async (tx) => {
    const earlier = keyed && (await takeKey(tx, caller, keyed, messageId));
    if (earlier) {
      const [row] = await tx
        .select()
        .from(messages)
        .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, earlier)));
      if (!row) throw notFound('message');
      return presentMemberMessage(row, audioStore);
    }
    const [said] = await tx
      .update(conversations)
      .set({ ...oneMore, unansweredSince: null })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, id),
          eq(conversations.heldById, actor.id ?? ''),
        ),
      )
      .returning();
    if (!said) throw notTheirs(await conversationRow(tx, workspaceId, id, reachOf(caller)));
    const row = await addMemberMessage(tx, deps, said, { id: messageId, member: actor, did: 'said', text });
    return presentMemberMessage(row, audioStore);
  });
}
