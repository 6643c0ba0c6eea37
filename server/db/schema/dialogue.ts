import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Intent, Sentiment } from '../../../shared/dialogue/intents.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { type ActorKind, audioObjects, createdBy } from './studio.ts';

/** What was talked about with somebody. What was said is sealed: it is theirs. */
export const conversations = pgTable(
  'conversations',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Who answered last; the next answer is theirs too unless somebody else is asked for. */
    personalityId: uuid('personality_id'),
    personalityName: text('personality_name'),
    messageCount: integer('message_count').notNull().default(0),
    /** How it began and what is kept of it beside the messages (ConversationState) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    /** The turn that answers now: it alone may write, until the lease is over. Null: nobody answers. */
    turnId: uuid('turn_id'),
    leaseUntil: at('lease_until'),
    stopRequested: boolean('stop_requested').notNull().default(false),
    /** Since when a person is wanted in it, outside of calls; null: none is, or somebody has seen to it. */
    waitsSince: at('waits_since'),
    /** Whoever waits was told that nobody has come so far. */
    toldNobodyCame: boolean('told_nobody_came').notNull().default(false),
    /** Who of the workspace talks in it in the agent's place; all null: nobody does. */
    heldByKind: text('held_by_kind').$type<ActorKind>(),
    heldById: text('held_by_id'),
    heldByName: text('held_by_name'),
    heldSince: at('held_since'),
    /** Since when somebody waits for a word of whoever has it. */
    unansweredSince: at('unanswered_since'),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index().on(t.workspaceId, t.updatedAt, t.id),
    index().on(t.workspaceId, t.createdById, t.updatedAt),
    index().on(t.workspaceId, t.personalityId, t.updatedAt),
    index('conversations_of_people')
      .on(t.workspaceId, t.updatedAt)
      .where(sql`${t.waitsSince} is not null or ${t.heldSince} is not null`),
    isolated(),
  ],
);

export type MessageEnd = 'complete' | 'length' | 'refused' | 'tool-limit' | 'aborted' | 'failed';

export const messages = pgTable(
  'messages',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Counts the conversation's messages from 1. */
    number: integer('number').notNull(),
    by: text('by').$type<'person' | 'agent' | 'member'>().notNull(),
    /** The text and what was done for it (MessageContent) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    /** What a person's message was understood to be. */
    intent: text('intent').$type<Intent>(),
    confidence: real('confidence'),
    sentimentScore: real('sentiment_score'),
    sentiment: text('sentiment').$type<Sentiment['label']>(),
    /** Who answered, in which state of theirs. */
    personalityId: uuid('personality_id'),
    personalityName: text('personality_name'),
    personalityVersion: integer('personality_version'),
    agentId: text('agent_id'),
    agentName: text('agent_name'),
    agentVersion: text('agent_version'),
    cached: boolean('cached').notNull().default(false),
    /** What a language model took for the answer; null where none was asked. */
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    /** Null: it is being answered; whether somebody still does, the conversation's lease says. */
    end: text('end').$type<MessageEnd>(),
    /** The spoken answer as MP3. */
    audioObjectId: uuid('audio_object_id').references(() => audioObjects.id),
    audioDurationMs: real('audio_duration_ms'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.conversationId, t.number), isolated()],
);

/** Answers to be given again for the same first question; without personal data. */
export const cachedAnswers = pgTable(
  'cached_answers',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** SHA-256, hex, of the question and of everything that shapes its answer. */
    key: text('key').notNull(),
    /** The answer (KeptAnswer) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] }), index().on(t.expiresAt), isolated()],
);

/** What each agent was asked on a day. Kept for good, apart from the conversations, which people may delete. */
export const answerDays = pgTable(
  'answer_days',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Of UTC. */
    day: date('day').notNull(),
    agentId: text('agent_id').notNull(),
    /** The language model that the agent asked; empty for days before models were told apart. */
    model: text('model').notNull().default(''),
    answers: integer('answers').notNull().default(0),
    /** Of these, given from memory. */
    cached: integer('cached').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    inputTokens: bigint('input_tokens', { mode: 'number' }).notNull().default(0),
    outputTokens: bigint('output_tokens', { mode: 'number' }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day, t.agentId, t.model] }), isolated()],
);
