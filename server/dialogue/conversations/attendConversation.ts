import { and, eq, isNotNull } from 'drizzle-orm';
import type { Conversation } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { notify } from '../../db/notify.ts';
import { conversations } from '../../db/schema/index.ts';
import type { Conversations } from './conversations.ts';
import { presentConversation } from './present.ts';
import { conversationRow, reachOf } from './readConversations.ts';

/** A person has seen to a conversation: it waits for none any more. Audited. Throws `not-found`. */
export function attendConversation(
  { database, audioStore }: Conversations,
  caller: Caller,
  id: string,
): Promise<Conversation> {
  const { workspaceId, actor, correlationId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const row = await conversationRow(tx, workspaceId, id, reachOf(caller));
    const attended = { ...presentConversation(row, audioStore), waitsSince: null };
    const waited = await tx
      .update(conversations)
      .set({ waitsSince: null, toldNobodyCame: false })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, id),
          // Of two who see to it at once, one is kept.
          isNotNull(conversations.waitsSince),
        ),
      )
      .returning({ id: conversations.id });
    if (waited.length === 0) return attended;
    await notify(tx, workspaceId, { type: 'conversation-changed', conversationId: id });
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'conversation.attended',
      subject: { kind: 'conversation', id, name: id },
      detail: { waitedSince: row.waitsSince?.toISOString() ?? null },
      correlationId,
    });
    return attended;
  });
}
