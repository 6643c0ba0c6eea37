import { and, eq, isNull, or } from 'drizzle-orm';
import type { Conversation } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { calls, conversations } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { requestStop } from '../conversations/lease.ts';
import { presentConversation } from '../conversations/present.ts';
import { conversationRow, reachOf } from '../conversations/readConversations.ts';
import { heldByColumns, holderOf } from './holder.ts';
import { addMemberMessage, oneMore } from './memberMessage.ts';

/**
 * Gives a conversation to the caller, who talks in it in the agent's place from now on; an answer of the agent that is
 * under way stops. Whoever has it already keeps it. Audited. Throws `not-found`, `conflict` for what is said on a call,
 * and `conversation-held` where somebody else than `from` has it: of two who take it at once, one gets it.
 */
export async function takeOver(
  deps: Conversations,
  caller: Caller,
  id: string,
  { from }: { from?: string | undefined },
): Promise<Conversation> {
  const { database, audioStore } = deps;
  const { workspaceId, actor, correlationId } = caller;
  const held = await database.withWorkspace(workspaceId, async (tx) => {
    const before = await conversationRow(tx, workspaceId, id, reachOf(caller));
    if (before.heldById === actor.id) return before;
    await requireNoCall(tx, workspaceId, id);
    const free = isNull(conversations.heldSince);
    const [taken] = await tx
      .update(conversations)
      .set({ ...heldByColumns(actor), ...oneMore })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, id),
          from === undefined ? free : or(free, eq(conversations.heldById, from)),
        ),
      )
      .returning();
    if (!taken) {
      const holder = holderOf(await conversationRow(tx, workspaceId, id, reachOf(caller)));
      throw new ProblemError(
        'conversation-held',
        `${holder?.name ?? 'Somebody'} has this conversation already.`,
      );
    }
    await addMemberMessage(tx, deps, taken, { member: actor, did: 'took-over' });
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'conversation.taken-over',
      subject: { kind: 'conversation', id, name: id },
      detail: { waitedSince: before.waitsSince?.toISOString() ?? null, from: holderOf(before)?.name ?? null },
      correlationId,
    });
    return taken;
  });
  await requestStop(deps, workspaceId, id);
  return presentConversation(held, audioStore);
}

/** On a call words are spoken: whoever joins it does so by its line. */
async function requireNoCall(tx: WorkspaceTx, workspaceId: string, conversationId: string): Promise<void> {
  const [call] = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.conversationId, conversationId)));
  if (call)
    throw new ProblemError(
      'conflict',
      'This was said on a telephone call. A call is taken over on the live board.',
    );
}
