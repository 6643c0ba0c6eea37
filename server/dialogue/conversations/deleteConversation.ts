import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { audioObjects, conversations, messages } from '../../db/schema/index.ts';
import { audioKey } from '../../storage/audioStore.ts';
import { forgetCalls } from '../tools/callLog.ts';
import type { Conversations } from './conversations.ts';
import { requestStop } from './lease.ts';
import { conversationRow } from './readConversations.ts';

/**
 * Deletes a conversation for good: what was said, heard and looked up in it. What it changed (an appointment, an
 * order) stays. An answer under way is stopped and written nowhere. Throws `not-found`.
 */
export async function deleteConversation(
  deps: Conversations,
  caller: Caller,
  conversationId: string,
): Promise<void> {
  const { database } = deps;
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, (tx) => conversationRow(tx, workspaceId, conversationId));
  await requestStop(deps, workspaceId, conversationId);
  await forgetConversation(deps, workspaceId, conversationId, (tx) =>
    recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'conversation.deleted',
      subject: { kind: 'conversation', id: conversationId },
      correlationId: caller.correlationId,
    }),
  );
}

/** The deletion itself, whoever's conversation it is. One that is gone already is no failure. */
export async function forgetConversation(
  { database, audioStore }: Conversations,
  workspaceId: string,
  conversationId: string,
  recorded: (tx: WorkspaceTx) => Promise<void> = async () => undefined,
): Promise<void> {
  const spoken = await database.withWorkspace(workspaceId, async (tx) => {
    const its = and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId));
    // Locked first, as whoever answers does: what they write later finds nothing.
    const [locked] = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)))
      .for('update');
    if (!locked) return [];
    const rows = await tx
      .select({ id: messages.audioObjectId })
      .from(messages)
      .where(and(its, isNotNull(messages.audioObjectId)));
    const objects = rows.flatMap(({ id }) => id ?? []);
    await tx.delete(messages).where(its);
    if (objects.length > 0)
      await tx
        .delete(audioObjects)
        .where(and(eq(audioObjects.workspaceId, workspaceId), inArray(audioObjects.id, objects)));
    await forgetCalls(tx, workspaceId, conversationId);
    await tx
      .delete(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
    await recorded(tx);
    return objects;
  });
  for (const id of spoken) await audioStore.delete(audioKey(workspaceId, id));
}

/** What tools wrote down for a conversation while it was deleted goes too; one that is still there keeps its calls. */
export async function forgetStrayCalls(
  { database }: Conversations,
  workspaceId: string,
  conversationId: string,
): Promise<void> {
  await database.withWorkspace(workspaceId, async (tx) => {
    const [there] = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
    if (!there) await forgetCalls(tx, workspaceId, conversationId);
  });
}
