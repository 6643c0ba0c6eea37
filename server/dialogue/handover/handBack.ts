import { and, eq } from 'drizzle-orm';
import type { Conversation } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { conversations } from '../../db/schema/index.ts';
import { openState, sealState } from '../conversations/content.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { presentConversation } from '../conversations/present.ts';
import { conversationRow, reachOf } from '../conversations/readConversations.ts';
import { HELD_BY_NOBODY, notTheirs } from './holder.ts';
import { addMemberMessage, oneMore } from './memberMessage.ts';

/**
 * Ends the caller's hold of a conversation: the agent answers again, now or (`closed`) once somebody writes in it
 * again. Audited. Throws `not-found`, `conversation-held` and `conflict` for whoever does not have it.
 */
export function handBack(
  deps: Conversations,
  caller: Caller,
  id: string,
  did: 'handed-back' | 'closed',
): Promise<Conversation> {
  const { database, audioStore } = deps;
  const { workspaceId, actor, correlationId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const its = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id));
    // An answer that was stopped when it was taken over may still be being written down.
    await tx.select({ id: conversations.id }).from(conversations).where(its).for('update');
    const before = await conversationRow(tx, workspaceId, id, reachOf(caller));
    const [freed] = await tx
      .update(conversations)
      .set({
        ...HELD_BY_NOBODY,
        ...oneMore,
        sealedSecret: forgotten(audioStore, before.sealedSecret),
      })
      .where(and(its, eq(conversations.heldById, actor.id ?? '')))
      .returning();
    if (!freed) throw notTheirs(before);
    await addMemberMessage(tx, deps, freed, { member: actor, did });
    await recordAudit(tx, workspaceId, {
      actor,
      action: did === 'closed' ? 'conversation.closed' : 'conversation.handed-back',
      subject: { kind: 'conversation', id, name: id },
      detail: { heldSince: before.heldSince?.toISOString() ?? null },
      correlationId,
    });
    return presentConversation(freed, audioStore);
  });
}

/**
 * What is kept of a conversation after a person had it: what agents meant to do next and asked last is past; what was
 * found out stays.
 */
export const forgotten = (audioStore: Conversations['audioStore'], sealed: Buffer): Buffer =>
  sealState(audioStore, { ...openState(audioStore, sealed), memories: {} });
