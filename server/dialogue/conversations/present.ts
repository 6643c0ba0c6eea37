import type { ChatReply, Conversation, MemberMessage, Message } from '../../../shared/api/chat.ts';
import { createdByActor } from '../../db/actors.ts';
import type { conversations, messages } from '../../db/schema/index.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { Understanding } from '../contract.ts';
import { holderOf } from '../handover/holder.ts';
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
    heldBy: presentHold(row),
    startedBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function presentHold(row: ConversationRow): Conversation['heldBy'] {
  const member = holderOf(row);
  return (
    member && {
      member,
      since: (row.heldSince ?? row.updatedAt).toISOString(),
      unansweredSince: row.unansweredSince?.toISOString() ?? null,
    }
  );
}

/** @param answeringId the message that is being answered now, if one is */
export function presentMessage(row: MessageRow, store: Seal, answeringId: string | null): Message {
  if (row.by === 'member') return presentMemberMessage(row, store);
  const content = openContent(store, row.sealedSecret);
  const { id, createdAt } = row;
  const said = { id, text: content.text, createdAt: createdAt.toISOString() };
  return row.by === 'person'
    ? {
        by: 'person',
        ...said,
        understanding: understandingOf(row),
        passedTo: content.passedTo ?? null,
      }
    : { by: 'agent', ...said, ...presentAnswer(row, content), end: endOf(row, answeringId) };
}

/** What somebody of the workspace said or did in a conversation. */
export function presentMemberMessage(row: MessageRow, store: Seal): MemberMessage {
  const { text, member } = openContent(store, row.sealedSecret);
  return {
    by: 'member',
    id: row.id,
    text,
    createdAt: row.createdAt.toISOString(),
    member: member?.member ?? { kind: 'system', id: null, name: '' },
    did: member?.did ?? 'said',
  };
}

/** What the request that was answered by this message is given. */
export function presentReply(answer: MessageRow, question: MessageRow | undefined, store: Seal): ChatReply {
  const content = openContent(store, answer.sealedSecret);
  return {
    ...presentAnswer(answer, content),
    ...(understandingOf(question) ?? NOT_UNDERSTOOD),
    conversationId: answer.conversationId,
    messageId: answer.id,
    heldBy: null,
    end: answer.end ?? 'failed',
  };
}

/** What the request is given whose message went to the member who has the conversation: they answer it in their time. */
export function presentPassedOn(message: MessageRow, store: Seal): ChatReply {
  const { passedTo = null } = openContent(store, message.sealedSecret);
  return {
    ...presentAnswer(message, { text: '' }),
    ...(understandingOf(message) ?? NOT_UNDERSTOOD),
    conversationId: message.conversationId,
    messageId: message.id,
    heldBy: passedTo,
    end: 'held',
  };
}

const NOT_UNDERSTOOD: Understanding = {
  intent: 'none',
  confidence: 0,
  sentiment: { score: 0, label: 'neutral' },
};

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
