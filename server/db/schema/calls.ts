import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Flow } from '../../../shared/calls/flow.ts';
import type { CallEnd, CallEvent } from '../../../shared/calls/timeline.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { audioObjects, createdBy } from './studio.ts';

/** What happens to calls. What is in use is the newest version; calls in progress keep theirs. */
export const flows = pgTable(
  'flows',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    /** Of the newest version. */
    version: integer('version').notNull().default(1),
    archivedAt: at('archived_at'),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index().on(t.workspaceId, t.name), isolated()],
);

/** Never written again once they are there. */
export const flowVersions = pgTable(
  'flow_versions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    flowId: uuid('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    content: jsonb('content').$type<Flow>().notNull(),
    note: text('note').notNull().default(''),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.flowId, t.number), isolated()],
);

/** Numbers that callers dial. A number belongs to one workspace of the installation. */
export const phoneNumbers = pgTable(
  'phone_numbers',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** E.164. */
    number: text('number').notNull(),
    name: text('name').notNull(),
    flowId: uuid('flow_id').references(() => flows.id),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.number), index().on(t.workspaceId), isolated()],
);

export const calls = pgTable(
  'calls',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    carrier: text('carrier').$type<'twilio' | 'browser' | 'sip'>().notNull(),
    carrierCallId: text('carrier_call_id'),
    direction: text('direction').$type<'inbound' | 'outbound'>().notNull(),
    /** The other party's number, masked to its last digits; the whole is sealed. */
    fromMasked: text('from_masked'),
    /** What is personal about the call (CallSecret) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    to: text('to'),
    phoneNumberId: uuid('phone_number_id').references(() => phoneNumbers.id, { onDelete: 'set null' }),
    flowId: uuid('flow_id'),
    flowName: text('flow_name').notNull(),
    flowVersion: integer('flow_version').notNull(),
    personalityId: uuid('personality_id'),
    personalityName: text('personality_name'),
    conversationId: uuid('conversation_id'),
    /** Somebody of the workspace tried it. */
    test: boolean('test').notNull(),
    /** `ringing`: let in, its sound has not come yet. */
    state: text('state').$type<'ringing' | 'live' | 'ended'>().notNull(),
    end: text('end').$type<CallEnd>(),
    /** The process that holds it says so until then; one whose time is over was lost with its process. */
    leaseUntil: at('lease_until'),
    answeredAt: at('answered_at'),
    endedAt: at('ended_at'),
    durationMs: integer('duration_ms'),
    /** No person was needed. */
    contained: boolean('contained'),
    /** What the caller wanted was done, as far as the turns say it. */
    resolved: boolean('resolved'),
    topIntent: text('top_intent').$type<Intent>(),
    sentimentScore: real('sentiment_score'),
    /** 1 to 5, asked at the end. */
    satisfaction: smallint('satisfaction'),
    turnCount: integer('turn_count').notNull().default(0),
    costUsd: doublePrecision('cost_usd'),
    costParts: jsonb('cost_parts').$type<Record<string, number>>(),
    /** Level of both channels for the picture, 0 to 255, one value for each 100 ms and channel, interleaved. */
    peaks: bytea('peaks'),
    recordedMs: integer('recorded_ms').notNull().default(0),
    /** When personal data was taken out, where the workspace wants that; null before. */
    redactedAt: at('redacted_at'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    index().on(t.workspaceId, t.createdAt),
    index().on(t.workspaceId, t.conversationId),
    index().on(t.state, t.leaseUntil),
    uniqueIndex().on(t.carrier, t.carrierCallId),
    isolated(),
  ],
);

/** What happened on a call, in order: appended while it goes on, redacted once it is over. */
export const callEvents = pgTable(
  'call_events',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    /** Counts the call's events from 1. */
    number: integer('number').notNull(),
    kind: text('kind').$type<CallEvent['kind']>().notNull(),
    atMs: integer('at_ms').notNull(),
    /** The event as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    /** What was deployed and heard, for the way back from a second of a call to its approval. */
    deploymentId: uuid('deployment_id'),
  },
  (t) => [uniqueIndex().on(t.callId, t.number), index().on(t.workspaceId, t.deploymentId), isolated()],
);

/** Turns as figures: nothing personal, for analytics. */
export const callTurns = pgTable(
  'call_turns',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    /** Null, as the next two: the flow answered, whom nobody asks what was meant. */
    intent: text('intent').$type<Intent>(),
    sentimentScore: real('sentiment_score'),
    interrupted: boolean('interrupted'),
    endOfTurnMs: real('end_of_turn_ms'),
    transcriptMs: real('transcript_ms'),
    firstTokenMs: real('first_token_ms'),
    firstAudioMs: real('first_audio_ms'),
    heardMs: real('heard_ms'),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.workspaceId, t.createdAt), index().on(t.callId, t.workspaceId), isolated()],
);

/** A stretch of a recording: two channels of µ-law at 8 kHz, interleaved by sample; stored as it came to an end. */
export const callRecordings = pgTable(
  'call_recordings',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    callId: uuid('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    fromMs: integer('from_ms').notNull(),
    durationMs: integer('duration_ms').notNull(),
    audioObjectId: uuid('audio_object_id')
      .notNull()
      .references(() => audioObjects.id),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
  },
  (t) => [uniqueIndex().on(t.callId, t.number), isolated()],
);

/** Views of calls that somebody kept. */
export const callFilters = pgTable(
  'call_filters',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    query: jsonb('query').$type<Record<string, string>>().notNull(),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.name), isolated()],
);

/** What lets the sound of a call in, told to its carrier alone: gone once it was shown. */
export const callTickets = pgTable(
  'call_tickets',
  {
    callId: uuid('call_id')
      .primaryKey()
      .references(() => calls.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId().references(() => workspaces.id),
    tokenHash: bytea('token_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  () => [isolated()],
);
