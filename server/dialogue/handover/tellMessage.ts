import type { MemberMessage } from '../../../shared/api/chat.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { queueWebhooks } from '../../db/webhooks.ts';

/** Tells screens and webhooks of a message in a conversation that a member has; without its words, which lie sealed. */
export async function tellMessage(
  tx: WorkspaceTx,
  workspaceId: string,
  said: {
    conversationId: string;
    messageId: string;
    member: Actor;
  } & ({ by: 'person' } | { by: 'member'; did: MemberMessage['did'] }),
): Promise<void> {
  await queueWebhooks(tx, workspaceId, 'conversation.message', said);
  await notify(tx, workspaceId, { type: 'conversation-changed', conversationId: said.conversationId });
}
