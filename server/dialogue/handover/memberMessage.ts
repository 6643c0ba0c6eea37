import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { MemberMessage } from '../../../shared/api/chat.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { sealContent } from '../conversations/content.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { MessageRow } from '../conversations/present.ts';
import { keepSession } from './keepSession.ts';
import { tellMessage } from './tellMessage.ts';

/** What the history says of an act, for whoever reads it without knowing of acts. */
const WORDS: Record<Exclude<MemberMessage['did'], 'said'>, (name: string) => string> = {
  'took-over': (name) => `${name} has taken over.`,
  'handed-back': (name) => `${name} has handed back to the assistant.`,
  closed: (name) => `${name} has closed the conversation.`,
  left: (name) => `${name} does not answer; the assistant goes on, and a person is asked for again.`,
  'nobody-came': () => 'Nobody could take over yet. The assistant goes on until somebody comes.',
};

/** What a conversation's row counts with each message that is added to it; its new count is the message's number. */
export const oneMore = {
  messageCount: sql`${conversations.messageCount} + 1`,
  updatedAt: sql`now()`,
};

/**
 * Writes down what a member did as the conversation's latest message, whose row has counted it (`oneMore`), and tells
 * everybody of it once the transaction commits.
 */
export async function addMemberMessage(
  tx: WorkspaceTx,
  { audioStore }: Pick<Conversations, 'audioStore'>,
  conversation: Pick<typeof conversations.$inferSelect, 'workspaceId' | 'id' | 'messageCount'>,
  act: { id?: string; member: Actor } & ({ did: keyof typeof WORDS } | { did: 'said'; text: string }),
): Promise<MessageRow> {
  const { workspaceId, id: conversationId, messageCount: number } = conversation;
  const { member, did } = act;
  const text = act.did === 'said' ? act.text : WORDS[act.did](member.name);
  const [row] = await tx
    .insert(messages)
    .values({
      id: act.id ?? v7(),
      workspaceId,
      conversationId,
      number,
      by: 'member',
      sealedSecret: sealContent(audioStore, { text, member: { member, did } }),
    })
    .returning();
  await keepSession(tx, workspaceId, conversationId);
  await tellMessage(tx, workspaceId, { conversationId, messageId: row!.id, by: 'member', member, did });
  return row!;
}
