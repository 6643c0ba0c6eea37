import { and, desc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Message } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { newState, sealState } from './content.ts';
import type { Conversations } from './conversations.ts';
import { forgetConversation } from './deleteConversation.ts';
import { requestStop } from './lease.ts';
import { isAnswering, presentMessage } from './present.ts';
import { conversationRow } from './readConversations.ts';

/** Conversations as sessions use them: begun empty, read by their owner, and gone with them. */
export function conversationsForSessions(deps: Conversations) {
  const { database, audioStore } = deps;
  return {
    /** Begins one within the transaction; gives its id. */
    async begin(tx: WorkspaceTx, caller: Caller, personalityId: string | null): Promise<string> {
      const id = v7();
      await tx.insert(conversations).values({
        id,
        workspaceId: caller.workspaceId,
        personalityId,
        sealedSecret: sealState(audioStore, newState('')),
        ...createdByColumns(caller.actor),
      });
      return id;
    },

    /** With all that was said in it and its audio, for good; what is gone already is no failure. */
    async remove(workspaceId: string, conversationId: string): Promise<void> {
      await requestStop(deps, workspaceId, conversationId);
      await forgetConversation(deps, workspaceId, conversationId);
    },

    /** Newest first. Throws `not-found`. */
    latest({ workspaceId }: Caller, conversationId: string, limit: number): Promise<Message[]> {
      return database.withWorkspace(workspaceId, async (tx) => {
        const conversation = await conversationRow(tx, workspaceId, conversationId, { ofSession: true });
        const rows = await tx
          .select()
          .from(messages)
          .where(and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId)))
          .orderBy(desc(messages.number))
          .limit(limit);
        const answeringId = isAnswering(conversation) ? conversation.turnId : null;
        return rows.map((row) => presentMessage(row, audioStore, answeringId));
      });
    },
  };
}
