import { sql } from 'drizzle-orm';
import { bigint, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { createdBy } from './studio.ts';

/** A workspace's own settings of an engine, which win over the installation's. */
export const engineSettings = pgTable(
  'engine_settings',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    engineId: text('engine_id').notNull(),
    /** Values by name as JSON, sealed under the master key (storage/sealing). */
    sealedSecret: bytea('sealed_secret').notNull(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.engineId] }), isolated()],
);

export const PULL_STATES = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const;

/** Downloads of voices that a workspace asked for. The files themselves belong to the node that fetched them. */
export const voicePulls = pgTable(
  'voice_pulls',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    voiceId: text('voice_id').notNull(),
    state: text('state', { enum: PULL_STATES }).notNull().default('queued'),
    receivedBytes: bigint('received_bytes', { mode: 'number' }).notNull().default(0),
    /** Why it failed, or what it waits for. */
    problem: text('problem'),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    // One download of a voice at a time.
    uniqueIndex('voice_pulls_under_way')
      .on(t.workspaceId, t.voiceId)
      .where(sql`state in ('queued', 'running')`),
    isolated(),
  ],
);
