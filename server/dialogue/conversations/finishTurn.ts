import { and, eq, sql } from 'drizzle-orm';
import { notify } from '../../db/notify.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import type { TurnEnd } from '../contract.ts';
import type { AgentNamed } from '../turn/request.ts';
import { type ConversationState, type MessageContent, sealContent, sealState } from './content.ts';
import type { Conversations, SpokenPersonality } from './conversations.ts';
import { countAnswer } from './countAnswer.ts';
import type { HeldTurn } from './lease.ts';

export interface FinishedTurn {
  state: ConversationState;
  content: MessageContent;
  personality: SpokenPersonality;
  agent: AgentNamed;
  end: TurnEnd;
  cached: boolean;
  usage: { inputTokens: number; outputTokens: number };
  /** What a person is wanted for who is not on the line already; null: nobody is. */
  personWanted?: string | null;
}

/**
 * Writes what came of a turn and gives the conversation free, in one transaction. False, and nothing is written, when
 * the conversation is gone or another turn's by now.
 */
export async function finishTurn(
  { database, audioStore }: Conversations,
  held: HeldTurn,
  finished: FinishedTurn,
): Promise<boolean> {
  const { workspaceId, conversationId, messageId } = held;
  const { personality, agent, personWanted = null } = finished;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [freed] = await tx
      .update(conversations)
      .set({
        turnId: null,
        leaseUntil: null,
        stopRequested: false,
        personalityId: personality.id,
        personalityName: personality.name,
        sealedSecret: sealState(audioStore, finished.state),
        // Whoever took it over meanwhile is that person.
        ...(personWanted !== null && {
          waitsSince: sql`case when ${conversations.heldSince} is null then coalesce(${conversations.waitsSince}, now()) end`,
        }),
        updatedAt: sql`now()`,
      })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, conversationId),
          eq(conversations.turnId, messageId),
        ),
      )
      .returning({ waitsSince: conversations.waitsSince, heldSince: conversations.heldSince });
    if (!freed) return false;
    await tx
      .update(messages)
      .set({
        sealedSecret: sealContent(audioStore, finished.content),
        personalityId: personality.id,
        personalityName: personality.name,
        personalityVersion: personality.version,
        agentId: agent.id,
        agentName: agent.name,
        agentVersion: agent.version,
        inputTokens: finished.usage.inputTokens,
        outputTokens: finished.usage.outputTokens,
        cached: finished.cached,
        end: finished.end,
      })
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
    await countAnswer(tx, workspaceId, finished);
    if (freed.waitsSince !== null || freed.heldSince !== null)
      await notify(tx, workspaceId, { type: 'conversation-changed', conversationId });
    if (personWanted !== null)
      await queueWebhooks(tx, workspaceId, 'conversation.waiting', {
        conversationId,
        messageId,
        personality: { id: personality.id, name: personality.name },
        reason: personWanted,
      });
    return true;
  });
}
