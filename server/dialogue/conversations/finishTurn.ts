import { and, eq, sql } from 'drizzle-orm';
import { dayOf } from '../../../shared/usage/days.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { answerDays, conversations, messages } from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import type { TurnEnd } from '../contract.ts';
import type { AgentNamed } from '../turn/request.ts';
import { type ConversationState, type MessageContent, sealContent, sealState } from './content.ts';
import type { Conversations, SpokenPersonality } from './conversations.ts';
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
    const freed = await tx
      .update(conversations)
      .set({
        turnId: null,
        leaseUntil: null,
        stopRequested: false,
        personalityId: personality.id,
        personalityName: personality.name,
        sealedSecret: sealState(audioStore, finished.state),
        ...(personWanted !== null && { waitsSince: sql`coalesce(${conversations.waitsSince}, now())` }),
        updatedAt: sql`now()`,
      })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, conversationId),
          eq(conversations.turnId, messageId),
        ),
      )
      .returning({ id: conversations.id });
    if (freed.length === 0) return false;
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
    await count(tx, workspaceId, finished);
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

/** Adds an answer to those of the day. */
async function count(
  tx: WorkspaceTx,
  workspaceId: string,
  { agent, cached, end, usage }: FinishedTurn,
): Promise<void> {
  const { inputTokens, outputTokens } = usage;
  await tx
    .insert(answerDays)
    .values({
      workspaceId,
      day: dayOf(new Date()),
      agentId: agent.id,
      model: agent.version,
      answers: 1,
      cached: cached ? 1 : 0,
      failed: end === 'failed' ? 1 : 0,
      inputTokens,
      outputTokens,
    })
    .onConflictDoUpdate({
      target: [answerDays.workspaceId, answerDays.day, answerDays.agentId, answerDays.model],
      set: {
        answers: sql`${answerDays.answers} + 1`,
        cached: sql`${answerDays.cached} + excluded.cached`,
        failed: sql`${answerDays.failed} + excluded.failed`,
        inputTokens: sql`${answerDays.inputTokens} + excluded.input_tokens`,
        outputTokens: sql`${answerDays.outputTokens} + excluded.output_tokens`,
      },
    });
}
