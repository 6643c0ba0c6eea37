import { and, count, desc, eq, isNotNull, isNull, lt, notExists, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ChatReply, Conversation, Message } from '../../../shared/api/chat.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, NumberPosition, pageOf } from '../../db/page.ts';
import { conversations, messages, voiceSessions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { openContent } from './content.ts';
import type { Conversations } from './conversations.ts';
import {
  isAnswering,
  presentConversation,
  presentMessage,
  presentPassedOn,
  presentReply,
} from './present.ts';

const Position = z.tuple([z.iso.datetime(), z.uuid()]);
interface PageOf {
  limit: number;
  cursor?: string | undefined;
}

/** The conversation of a session is the session's alone. */
export const ofChat = (tx: WorkspaceTx) =>
  notExists(
    tx
      .select({ id: voiceSessions.id })
      .from(voiceSessions)
      .where(eq(voiceSessions.conversationId, conversations.id)),
  );

/** Which conversations somebody reaches: those of chat, beside them those of sessions that people are to see, or any. */
export type Reach = 'chat' | 'people' | 'any';

/**
 * Whoever may answer in place of the agent reads the conversation of a session too while a person is wanted or talks in
 * it: who asked for one was told so.
 */
export const reachOf = ({ scopes }: Pick<Caller, 'scopes'>): Reach =>
  scopes.has('calls:join') ? 'people' : 'chat';

export const OF_PEOPLE = or(isNotNull(conversations.waitsSince), isNotNull(conversations.heldSince));

const within = (tx: WorkspaceTx, reach: Reach) =>
  reach === 'any' ? undefined : reach === 'chat' ? ofChat(tx) : or(ofChat(tx), OF_PEOPLE);

/** A conversation as it is stored, as far as it is reached. Throws `not-found`. */
export async function conversationRow(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  reach: Reach = 'chat',
) {
  const its = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id));
  const [row] = await tx
    .select()
    .from(conversations)
    .where(and(its, within(tx, reach)));
  if (!row) throw notFound('conversation');
  return row;
}

/** A page of the workspace's conversations, the one that was talked in last first, and in how many the caller is waited for. */
export async function listConversations(
  { database, audioStore }: Conversations,
  caller: Caller,
  {
    limit,
    cursor,
    personality,
    mine,
    waiting,
  }: PageOf & {
    personality?: string | undefined;
    mine?: string | undefined;
    waiting?: string | undefined;
  },
): Promise<{ items: Conversation[]; nextCursor: string | null; waitingForMe: number }> {
  const { workspaceId, actor } = caller;
  const after = decodeCursor(cursor, Position);
  const { rows, waitingForMe } = await database.withWorkspace(workspaceId, async (tx) => ({
    waitingForMe: await countWaitingFor(tx, caller),
    rows: await tx
      .select()
      .from(conversations)
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          personality === undefined ? undefined : eq(conversations.personalityId, personality),
          waiting === 'true' ? OF_PEOPLE : undefined,
          mine === 'true' && actor.id !== null ? eq(conversations.createdById, actor.id) : undefined,
          after === null
            ? undefined
            : sql`(${conversations.updatedAt}, ${conversations.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
          within(tx, reachOf(caller)),
        ),
      )
      .orderBy(desc(conversations.updatedAt), desc(conversations.id))
      .limit(limit + 1),
  }));
  const { items, nextCursor } = pageOf(rows, limit, ({ updatedAt, id }) => [updatedAt.toISOString(), id]);
  return { items: items.map((row) => presentConversation(row, audioStore)), nextCursor, waitingForMe };
}

/** Conversations of others in which a person is wanted, and the caller's in which a word is. */
async function countWaitingFor(tx: WorkspaceTx, { workspaceId, actor, scopes }: Caller): Promise<number> {
  const { id } = actor;
  if (!scopes.has('calls:join') || id === null) return 0;
  const [waiting] = await tx
    .select({ n: count() })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        // As the index of these has it: all others are not even looked at.
        OF_PEOPLE,
        or(
          and(
            isNotNull(conversations.waitsSince),
            isNull(conversations.heldById),
            sql`${conversations.createdById} is distinct from ${id}`,
          ),
          and(eq(conversations.heldById, id), isNotNull(conversations.unansweredSince)),
        ),
      ),
    );
  return waiting?.n ?? 0;
}

/** Throws `not-found`. */
export async function getConversation(
  { database, audioStore }: Conversations,
  caller: Caller,
  id: string,
): Promise<Conversation> {
  const { workspaceId } = caller;
  const row = await database.withWorkspace(workspaceId, (tx) =>
    conversationRow(tx, workspaceId, id, reachOf(caller)),
  );
  return presentConversation(row, audioStore);
}

/** A page of what was said, newest first. Throws `not-found`. */
export async function listMessages(
  { database, audioStore }: Conversations,
  caller: Caller,
  id: string,
  { limit, cursor }: PageOf,
): Promise<{ items: Message[]; nextCursor: string | null }> {
  const { workspaceId } = caller;
  const before = decodeCursor(cursor, NumberPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const conversation = await conversationRow(tx, workspaceId, id, reachOf(caller));
    const rows = await said(tx, conversation, { limit: limit + 1, before: before?.[0] });
    const { items, nextCursor } = pageOf(rows, limit, ({ number }) => [number]);
    return { items: presented(conversation, items, audioStore), nextCursor };
  });
}

/** What was said last in a conversation, whoever's it is, newest first. None when it is gone. */
export async function latestMessages(
  { database, audioStore }: Conversations,
  workspaceId: string,
  id: string,
  limit: number,
): Promise<Message[]> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const [conversation] = await tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id)));
    return conversation ? presented(conversation, await said(tx, conversation, { limit }), audioStore) : [];
  });
}

/** The words of the last answer of a conversation; null where there is none. */
export async function lastAnswer(
  tx: WorkspaceTx,
  { audioStore }: Pick<Conversations, 'audioStore'>,
  workspaceId: string,
  conversationId: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ sealed: messages.sealedSecret })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.by, 'agent'),
      ),
    )
    .orderBy(desc(messages.number))
    .limit(1);
  return row ? openContent(audioStore, row.sealed).text : null;
}

type ConversationRow = typeof conversations.$inferSelect;

function said(
  tx: WorkspaceTx,
  { workspaceId, id }: ConversationRow,
  { limit, before }: { limit: number; before?: number | undefined },
) {
  return tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, id),
        before === undefined ? undefined : lt(messages.number, before),
      ),
    )
    .orderBy(desc(messages.number))
    .limit(limit);
}

function presented(
  conversation: ConversationRow,
  rows: readonly (typeof messages.$inferSelect)[],
  audioStore: Conversations['audioStore'],
): Message[] {
  const answeringId = isAnswering(conversation) ? conversation.turnId : null;
  return rows.map((row) => presentMessage(row, audioStore, answeringId));
}

/**
 * What a message was answered, or to whom it was passed on, for whoever asks again. Throws `idempotency-in-progress` while it is being answered,
 * and `not-found` once it was deleted.
 */
export async function readReply(
  { database, audioStore }: Conversations,
  workspaceId: string,
  messageId: string,
): Promise<ChatReply> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const [found] = await tx
      .select({ answer: messages, turnId: conversations.turnId, leaseUntil: conversations.leaseUntil })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
    if (!found) throw notFound('message');
    const { answer } = found;
    if (answer.by === 'person') return presentPassedOn(answer, audioStore);
    if (answer.end === null && found.turnId === messageId && isAnswering(found))
      throw new ProblemError(
        'idempotency-in-progress',
        'This message is being answered. Ask again shortly.',
        {
          retryAfterSeconds: 1,
        },
      );
    const [question] = await tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, workspaceId),
          eq(messages.conversationId, answer.conversationId),
          eq(messages.number, answer.number - 1),
        ),
      );
    return presentReply(answer, question, audioStore);
  });
}
