import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../../shared/access.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { createdBy, versions } from './studio.ts';

export const channels = pgTable(
  'channels',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    requiredApprovals: integer('required_approvals').notNull().default(1),
    approverRoles: text('approver_roles').array().$type<Role[]>().notNull().default([]),
    allowSelfApproved: boolean('allow_self_approved').notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.slug), isolated()],
);

/** A named place in a channel. `liveDeploymentId` is what compare-and-swap swaps. */
export const slots = pgTable(
  'slots',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    slug: text('slug').notNull(),
    liveDeploymentId: uuid('live_deployment_id'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.channelId, t.slug), isolated()],
);

/** The ledger: only `endedAt` is ever written later, once. */
export const deployments = pgTable(
  'deployments',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    slotId: uuid('slot_id')
      .notNull()
      .references(() => slots.id),
    kind: text('kind').$type<'deploy' | 'rollback' | 'release' | 'withdraw'>().notNull(),
    versionId: uuid('version_id').references(() => versions.id),
    digest: text('digest'),
    replacedVersionId: uuid('replaced_version_id'),
    releaseId: uuid('release_id'),
    reason: text('reason').notNull(),
    endedAt: at('ended_at'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.channelId, t.id),
    index().on(t.slotId, t.id),
    index().on(t.versionId),
    index().on(t.workspaceId, t.digest),
    isolated(),
  ],
);

export const releases = pgTable(
  'releases',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    state: text('state').$type<'scheduled' | 'done' | 'failed' | 'cancelled'>().notNull(),
    items: jsonb('items')
      .$type<
        { channel: string; slot: string; versionId: string; expectedVersionId?: string | null | undefined }[]
      >()
      .notNull(),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
    failure: text('failure'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    index('releases_scheduled').on(t.at).where(sql`state = 'scheduled'`),
    isolated(),
  ],
);

export const webhooks = pgTable(
  'webhooks',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    url: text('url').notNull(),
    events: text('events').array().notNull(),
    active: boolean('active').notNull().default(true),
    /** Sealed under the master key (storage/seal). */ sealedSecret: bytea('sealed_secret').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.workspaceId, t.id), isolated()],
);

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').notNull(),
    payload: jsonb('payload').notNull(),
    state: text('state').$type<'pending' | 'delivered' | 'failed'>().notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    responseStatus: integer('response_status'),
    error: text('error'),
    lastAttemptAt: at('last_attempt_at'),
    nextAttemptAt: at('next_attempt_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.webhookId, t.id),
    index('webhook_deliveries_pending').on(t.createdAt).where(sql`state = 'pending'`),
    isolated(),
  ],
);
