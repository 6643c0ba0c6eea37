import type { ChatReply, Conversation, Message } from '../../../shared/api/chat.ts';
import { createdByActor } from '../../db/actors.ts';
import type { conversations, messages } from '../../db/schema/index.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { Understanding } from '../contract.ts';
import { type MessageContent, openContent, openState } from './content.ts';

type ConversationRow = typeof conversations.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;
type Seal = Pick<AudioStore, 'seal' | 'open'>;

/** Whether somebody answers now: one whose lease is over does not. */
export const isAnswering = ({ turnId, leaseUntil }: Pick<ConversationRow, 'turnId' | 'leaseUntil'>) =>
  turnId !== null && leaseUntil !== null && leaseUntil.getTime() > Date.now();

export function presentConversation(row: ConversationRow, store: Seal): Conversation {
  return {
    id: row.id,
    title: openState(store, row.sealedSecret).title,
    personality: row.personalityName === null ? null : { id: row.personalityId, name: row.personalityName },
    messageCount: row.messageCount,
    answering: isAnswering(row),
    waitsSince: row.waitsSince?.toISOString() ?? null,
    startedBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** @param answeringId the message that is being answered now, if one is */
export function presentMessage(row: MessageRow, store: Seal, answeringId: string | null): Message {
  const content = openContent(store, row.sealedSecret);
  const { id, createdAt } = row;
  const said = { id, text: content.text, createdAt: createdAt.toISOString() };
  return row.by === 'person'
    ? { by: 'person', ...said, understanding: understandingOf(row) }
    : { by: 'agent', ...said, ...presentAnswer(row, content), end: endOf(row, answeringId) };
}

/** What the request that was answered by this message is given. */
export function presentReply(answer: MessageRow, question: MessageRow | undefined, store: Seal): ChatReply {
  const content = openContent(store, answer.sealedSecret);
  return {
    ...presentAnswer(answer, content),
    ...(understandingOf(question) ?? {
      intent: 'none',
      confidence: 0,
      sentiment: { score: 0, label: 'neutral' },
    }),
    conversationId: answer.conversationId,
    messageId: answer.id,
    end: answer.end ?? 'failed',
  };
}

function presentAnswer(row: MessageRow, content: MessageContent) {
  return {
    text: content.text,
    audioUrl: row.audioObjectId
      ? `/api/v1/conversations/${row.conversationId}/messages/${row.id}/audio`
      : null,
    audioDurationMs: row.audioDurationMs,
    speech: content.speech ?? null,
    speechProblem: content.speechProblem ?? null,
    personality: { id: row.personalityId, name: row.personalityName ?? '' },
    personalityVersion: row.personalityVersion,
    agent: { id: row.agentId ?? 'none', name: row.agentName ?? '', version: row.agentVersion ?? '' },
    agentProblem: content.agentProblem ?? null,
    cached: row.cached,
    tools: [...(content.calls ?? [])],
    actions: [...(content.actions ?? [])],
  };
}

const endOf = ({ id, end }: MessageRow, answeringId: string | null) =>
  end ?? (id === answeringId ? null : ('failed' as const));

function understandingOf(row: MessageRow | undefined): Understanding | null {
  const { intent, confidence, sentimentScore: score, sentiment: label } = row ?? {};
  if (!intent || !label || confidence == null || score == null) return null;
  return { intent, confidence, sentiment: { score, label } };
}
