import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Role, Scope } from '../../../shared/access.ts';
import type { CallRedaction } from '../../../shared/calls/redaction.ts';
import type { Plan } from '../../../shared/usage/plans.ts';
import { at, bytea, createdAt, id, isolated, ownMembers, ownWorkspace, workspaceId } from './columns.ts';

export const workspaces = pgTable(
  'workspaces',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    requiredApprovals: integer('required_approvals').notNull().default(1),
    requireFourEyes: boolean('require_four_eyes').notNull().default(false),
    requireGreenChecks: boolean('require_green_checks').notNull().default(false),
    /** OpenAI voice name → our voice id; names that are missing take the default mapping. */
    speechVoices: jsonb('speech_voices').$type<Record<string, string>>().notNull().default({}),
    /** Voices that stand in for any voice that cannot speak, most preferred first. */
    voiceChain: jsonb('voice_chain').$type<string[]>().notNull().default([]),
    /** Voice id → the voice that stands in for it before the chain does. */
    standIns: jsonb('stand_ins').$type<Record<string, string>>().notNull().default({}),
    /** IANA name of the zone in which days and hours are meant. */
    timeZone: text('time_zone').notNull().default('UTC'),
    /** Of what is kept of a telephone call, where personal data is taken out once it is over. */
    callRedaction: text('call_redaction').$type<CallRedaction>().notNull().default('text-and-audio'),
    /** Who answers, by ids of agents, most preferred first; empty: as they are set up. */
    agentOrder: jsonb('agent_order').$type<string[]>().notNull().default([]),
    /** Who listens, by ids of recognisers, most preferred first; empty: as they are set up. */
    listenerOrder: jsonb('listener_order').$type<string[]>().notNull().default([]),
    /** Null: the installation's. */
    plan: text('plan').$type<Plan>(),
    createdAt: createdAt(),
  },
  () => ownWorkspace(),
);

export const users = pgTable(
  'users',
  {
    id: id(),
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    passwordHash: text('password_hash'),
    createdAt: createdAt(),
  },
  () => ownMembers(),
);

export const memberships = pgTable(
  'memberships',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    role: text('role').$type<Role>().notNull(),
    joinedAt: at('joined_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index().on(t.userId), isolated()],
);

/** Browser sessions: only the SHA-256 of the cookie's token is kept. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index().on(t.userId), index().on(t.expiresAt), isolated()],
);

/** API keys: only the SHA-256 of the key is kept; keys are 256 random bits, so no salt is needed. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    keyHash: bytea('key_hash').notNull().unique(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
    lastUsedAt: at('last_used_at'),
  },
  (t) => [index().on(t.workspaceId, t.createdAt), isolated()],
);

/** Append-only, hash-chained per workspace; triggers refuse UPDATE and DELETE. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    at: at('at').notNull(),
    actorKind: text('actor_kind').$type<'user' | 'key' | 'system'>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: text('subject_name'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    correlationId: text('correlation_id'),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex().on(t.workspaceId, t.sequence),
    index().on(t.workspaceId, t.action, t.sequence),
    index().on(t.workspaceId, t.actorId, t.sequence),
    index().on(t.workspaceId, t.subjectId, t.sequence),
    isolated(),
  ],
);

/** The answer given to an Idempotency-Key; null while the first request is still running. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    key: text('key').notNull(),
    /** Who used it: keys of different callers do not meet. */
    actorId: text('actor_id').notNull(),
    requestHash: text('request_hash').notNull(),
    subjectId: uuid('subject_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId, t.key] }), index().on(t.createdAt), isolated()],
);

/**
 * Facts about the installation: whether it is set up, the one-time setup token's hash.
 * No policy: the app role reaches it through definer functions only.
 */
export const installation = pgTable('installation', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
  updatedAt: at('updated_at').notNull().default(sql`now()`),
}).enableRLS();

/**
 * Which heads of the audit chain were anchored in storage, so that an anchor that vanishes there is missed.
 * Only the newest are kept.
 */
export const auditAnchors = pgTable(
  'audit_anchors',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Counts the workspace's anchors from 1. */
    number: integer('number').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] }), isolated()],
);
