import { and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { type KeyedRequest, takeKey } from '../../db/idempotency.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Understanding, Utterance } from '../contract.ts';
import {
  type ConversationState,
  newState,
  openContent,
  openState,
  sealContent,
  sealState,
} from './content.ts';
import type { Conversations, SpokenPersonality } from './conversations.ts';
import { LEASE_MS } from './lease.ts';

/** So many messages are looked at beyond the summary. */
const MOST_MESSAGES = 200;
/** After this, somebody whose message found the conversation busy may try again. */
const BUSY_RETRY_SECONDS = 2;

export interface NewMessage {
  /** Null: a conversation of its own. */
  conversationId: string | null;
  text: string;
  personality: SpokenPersonality;
  /** Pure, and quick: it runs within the transaction. */
  understand(text: string, state: ConversationState): Understanding;
  keyed: KeyedRequest | null;
}

/** A message that is being answered, and what is known of the conversation so far. */
export interface BegunTurn {
  conversationId: string;
  /** The turn, and the message that it writes. */
  messageId: string;
  /** Of that message. */
  number: number;
  state: ConversationState;
  /** What stands between the summary and the new message, oldest first. */
  history: readonly (Utterance & { number: number })[];
  understanding: Understanding;
  /** What the person wanted in this conversation, the new message included. */
  heardIntents: ReadonlySet<Intent>;
  /** The answer before. */
  previousTurnId: string | null;
}

/**
 * Takes the conversation for one turn and writes the message down, in one transaction: a message that was taken is
 * never lost. Gives the id of the answer instead when the same request came before. Throws `not-found`,
 * `conversation-busy` while another message is being answered, and `idempotency-mismatch`.
 */
export async function beginTurn(
  { database, audioStore }: Conversations,
  caller: Caller,
  message: NewMessage,
): Promise<BegunTurn | { repeats: string }> {
  const { workspaceId } = caller;
  const messageId = v7();
  return database.withWorkspace(workspaceId, async (tx) => {
    const earlier = message.keyed && (await takeKey(tx, caller, message.keyed, messageId));
    if (earlier) return { repeats: earlier };
    const taken = message.conversationId
      ? await take(tx, workspaceId, message.conversationId, messageId)
      : null;
    const state =
      taken && taken.messageCount > 0 ? openState(audioStore, taken.sealedSecret) : newState(message.text);
    const conversationId = taken?.id ?? v7();
    const count = taken?.messageCount ?? 0;
    const { id: personalityId, name: personalityName, version: personalityVersion } = message.personality;
    const whoever = { personalityId, personalityName };
    if (taken) {
      await endDangling(tx, workspaceId, conversationId);
    } else {
      await tx.insert(conversations).values({
        id: conversationId,
        workspaceId,
        ...whoever,
        messageCount: 2,
        sealedSecret: sealState(audioStore, state),
        turnId: messageId,
        leaseUntil: new Date(Date.now() + LEASE_MS),
        ...createdByColumns(caller.actor),
      });
    }
    const understanding = message.understand(message.text, state);
    const { intent, confidence, sentiment } = understanding;
    const both = { workspaceId, conversationId };
    await tx.insert(messages).values([
      {
        ...both,
        number: count + 1,
        by: 'person',
        sealedSecret: sealContent(audioStore, { text: message.text }),
        intent,
        confidence,
        sentimentScore: sentiment.score,
        sentiment: sentiment.label,
      },
      {
        ...both,
        id: messageId,
        number: count + 2,
        by: 'agent',
        sealedSecret: sealContent(audioStore, { text: '' }),
        ...whoever,
        personalityVersion,
      },
    ]);
    const said = taken ? await readSaid(tx, conversationId, state.summarisedTo, count) : [];
    return {
      conversationId,
      messageId,
      number: count + 2,
      state,
      history: said.flatMap(({ by, number, sealedSecret }) => {
        const { text } = openContent(audioStore, sealedSecret);
        return text === '' ? [] : [{ by, number, text }];
      }),
      understanding,
      heardIntents: new Set([intent, ...(taken ? await readIntents(tx, conversationId) : [])]),
      previousTurnId: said.findLast(({ by }) => by === 'agent')?.id ?? null,
    };
  });
}

/** Only one turn holds a conversation; one whose lease is over died with its node. */
async function take(tx: WorkspaceTx, workspaceId: string, id: string, turnId: string) {
  const it = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id));
  const [taken] = await tx
    .update(conversations)
    .set({
      turnId,
      leaseUntil: sql`now() + make_interval(secs => ${LEASE_MS / 1000})`,
      stopRequested: false,
      messageCount: sql`${conversations.messageCount} + 2`,
      updatedAt: sql`now()`,
    })
    .where(and(it, or(isNull(conversations.turnId), lt(conversations.leaseUntil, sql`now()`))))
    .returning({
      id: conversations.id,
      sealedSecret: conversations.sealedSecret,
      messageCount: sql<number>`${conversations.messageCount} - 2`.mapWith(Number),
    });
  if (taken) return taken;
  const [there] = await tx.select({ id: conversations.id }).from(conversations).where(it);
  if (!there) throw notFound('conversation');
  throw new ProblemError(
    'conversation-busy',
    'Another message of this conversation is being answered. Wait for its answer, or stop it.',
    { retryAfterSeconds: BUSY_RETRY_SECONDS },
  );
}

/** What a node that died was answering stays as far as it was written. */
async function endDangling(tx: WorkspaceTx, workspaceId: string, conversationId: string): Promise<void> {
  await tx
    .update(messages)
    .set({ end: 'failed' })
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.by, 'agent'),
        isNull(messages.end),
      ),
    );
}

async function readSaid(tx: WorkspaceTx, conversationId: string, after: number, upTo: number) {
  const rows = await tx
    .select({
      id: messages.id,
      number: messages.number,
      by: messages.by,
      sealedSecret: messages.sealedSecret,
    })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversationId),
        gt(messages.number, after),
        lt(messages.number, upTo + 1),
      ),
    )
    .orderBy(desc(messages.number))
    .limit(MOST_MESSAGES);
  return rows.reverse();
}

async function readIntents(tx: WorkspaceTx, conversationId: string): Promise<Intent[]> {
  const rows = await tx
    .selectDistinct({ intent: messages.intent })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.by, 'person')))
    .orderBy(asc(messages.intent));
  return rows.flatMap(({ intent }) => intent ?? []);
}
