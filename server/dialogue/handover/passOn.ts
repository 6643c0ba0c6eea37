import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import type { Understanding } from '../contract.ts';
import { sealContent } from '../conversations/content.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { holderOf } from './holder.ts';
import { oneMore } from './memberMessage.ts';
import { tellMessage } from './tellMessage.ts';

/** Gives somebody's words to the member who has the conversation. False: nobody has it any more. */
export async function passOn(
  tx: WorkspaceTx,
  { audioStore }: Pick<Conversations, 'audioStore'>,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  { id, text, understanding }: { id: string; text: string; understanding: Understanding },
): Promise<boolean> {
  const [row] = await tx
    .update(conversations)
    .set({ ...oneMore, unansweredSince: sql`coalesce(${conversations.unansweredSince}, now())` })
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        eq(conversations.id, conversationId),
        isNotNull(conversations.heldSince),
      ),
    )
    .returning();
  const holder = row && holderOf(row);
  if (!holder) return false;
  const { intent, confidence, sentiment } = understanding;
  await tx.insert(messages).values({
    id,
    workspaceId,
    conversationId,
    number: row.messageCount,
    by: 'person',
    sealedSecret: sealContent(audioStore, { text, passedTo: holder }),
    intent,
    confidence,
    sentimentScore: sentiment.score,
    sentiment: sentiment.label,
  });
  await tellMessage(tx, workspaceId, { conversationId, messageId: id, by: 'person', member: holder });
  return true;
}
