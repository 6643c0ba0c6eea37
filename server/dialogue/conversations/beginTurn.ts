import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../../shared/api/common.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { type KeyedRequest, takeKey } from '../../db/idempotency.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Understanding, Utterance } from '../contract.ts';
import { passOn } from '../handover/passOn.ts';
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
import { conversationRow, ofChat } from './readConversations.ts';

/** So many messages are looked at beyond the summary. */
const MOST_MESSAGES = 200;
/** After this, somebody whose message found the conversation busy may try again. */
const BUSY_RETRY_SECONDS = 2;

/** Who answers a message, in as far as it is written down with it. */
interface Answerer {
  spokenBy: SpokenPersonality;
}

export interface NewMessage<Who extends Answerer> {
  /** Null: a conversation of its own. */
  conversationId: string | null;
  /** It may be a session's: whoever asks holds it. */
  ofSession?: boolean | undefined;
  text: string;
  /** Says who answers, by the id of the personality that answered last. What it throws, the message is not taken. */
  answerer(tx: WorkspaceTx, before: string | null): Promise<Who>;
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
 * never lost. Somebody waits for the answer, so that it asks the database as seldom as it can. Gives what was kept
 * instead when there is no turn: the answer when the same request came before, the message itself when a member has the
 * conversation and it went to them. Throws `not-found`, `conversation-busy` while another message is
 * being answered, and `idempotency-mismatch`.
 */
export async function beginTurn<Who extends Answerer>(
  { database, audioStore }: Conversations,
  caller: Caller,
  message: NewMessage<Who>,
): Promise<(BegunTurn & { answerer: Who }) | { keptId: string }> {
  const { workspaceId } = caller;
  const messageId = v7();
  return database.withWorkspace(workspaceId, async (tx) => {
    const earlier = message.keyed && (await takeKey(tx, caller, message.keyed, messageId));
    if (earlier) return { keptId: earlier };
    const taken = message.conversationId
      ? await take(tx, workspaceId, message.conversationId, {
          turnId: messageId,
          ofSession: message.ofSession,
        })
      : null;
    if (taken && 'held' in taken) {
      const { text } = message;
      const understanding = message.understand(text, openState(audioStore, taken.held.sealedSecret));
      const its = { workspaceId, conversationId: taken.held.id };
      // Handed back at this very moment: it is the agent's again.
      if (!(await passOn(tx, { audioStore }, its, { id: messageId, text, understanding }))) throw busy();
      return { keptId: messageId };
    }
    const answerer = await message.answerer(tx, taken?.personalityId ?? null);
    const state =
      taken && taken.messageCount > 0 ? openState(audioStore, taken.sealedSecret) : newState(message.text);
    const understanding = message.understand(message.text, state);
    const conversationId = taken?.id ?? v7();
    const count = taken?.messageCount ?? 0;
    const { id: personalityId, name: personalityName, version: personalityVersion } = answerer.spokenBy;
    const whoever = { personalityId, personalityName };
    const { intent, confidence, sentiment } = understanding;
    const both = { workspaceId, conversationId };
    const rows: NewRow[] = [
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
    ];
    if (!taken) {
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
      await tx.insert(messages).values(rows);
    }
    const said = taken ? await addToSaid(tx, both, rows, { after: state.summarisedTo, upTo: count }) : [];
    const answerBefore = said.findLast(({ by }) => by !== 'person');
    return {
      conversationId,
      messageId,
      number: count + 2,
      state,
      history: said.flatMap(({ by, number, sealedSecret }) => {
        const { text, member } = openContent(audioStore, sealedSecret);
        if (by === 'member')
          return member?.did === 'said'
            ? [{ by: 'agent' as const, number, text: ofMember(member, text) }]
            : [];
        return text === '' ? [] : [{ by, number, text }];
      }),
      understanding,
      heardIntents: new Set([intent, ...(said[0]?.intents ?? [])]),
      // A yes to what a member said confirms nothing that the agent asked before.
      previousTurnId: answerBefore?.by === 'agent' ? answerBefore.id : null,
      answerer,
    };
  });
}

/** What a member said, as the agent that goes on reads it. */
const ofMember = ({ member }: { member: Actor }, text: string) =>
  `(${member.name}, a person of the team, answered here:) ${text}`;

/**
 * Only one turn holds a conversation; one whose lease is over died with its node. What a member has is theirs alone.
 */
async function take(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  { turnId, ofSession }: { turnId: string; ofSession: boolean | undefined },
) {
  const [taken] = await tx
    .update(conversations)
    .set({
      turnId,
      leaseUntil: sql`now() + make_interval(secs => ${LEASE_MS / 1000})`,
      stopRequested: false,
      messageCount: sql`${conversations.messageCount} + 2`,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        eq(conversations.id, id),
        or(isNull(conversations.turnId), lt(conversations.leaseUntil, sql`now()`)),
        isNull(conversations.heldSince),
        ofSession ? undefined : ofChat(tx),
      ),
    )
    .returning({
      id: conversations.id,
      personalityId: conversations.personalityId,
      sealedSecret: conversations.sealedSecret,
      messageCount: sql<number>`${conversations.messageCount} - 2`.mapWith(Number),
    });
  if (taken) return taken;
  const row = await conversationRow(tx, workspaceId, id, ofSession ? 'any' : 'chat');
  if (row.heldSince !== null) return { held: row };
  throw busy();
}

const busy = () =>
  new ProblemError(
    'conversation-busy',
    'Another message of this conversation is being answered. Wait for its answer, or stop it.',
    { retryAfterSeconds: BUSY_RETRY_SECONDS },
  );

type NewRow = typeof messages.$inferInsert;

/**
 * Writes new messages behind the others and gives what was said before them, oldest first, each with what the person
 * ever wanted. What a node that died was answering stays as far as it was written. One statement: its parts see the
 * messages as they were before it.
 */
async function addToSaid(
  tx: WorkspaceTx,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  rows: NewRow[],
  { after, upTo }: { after: number; upTo: number },
) {
  const its = and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId));
  const ended = tx.$with('ended').as(
    tx
      .update(messages)
      .set({ end: 'failed' })
      .where(and(its, eq(messages.by, 'agent'), isNull(messages.end)))
      .returning({ id: messages.id }),
  );
  const added = tx.$with('added').as(tx.insert(messages).values(rows).returning({ id: messages.id }));
  const wanted = tx
    .selectDistinct({ intent: messages.intent })
    .from(messages)
    .where(and(its, eq(messages.by, 'person'), isNotNull(messages.intent)));
  const said = await tx
    .with(ended, added)
    .select({
      id: messages.id,
      number: messages.number,
      by: messages.by,
      sealedSecret: messages.sealedSecret,
      intents: sql<Intent[]>`array(${wanted})`,
    })
    .from(messages)
    .where(and(its, gt(messages.number, after), lte(messages.number, upTo)))
    .orderBy(desc(messages.number))
    .limit(MOST_MESSAGES);
  return said.reverse();
}
