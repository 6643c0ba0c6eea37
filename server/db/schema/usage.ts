import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import { at, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { createdBy } from './studio.ts';

/** `reserved`: an engine is asked; `settled`: it spoke; `lost`: nobody knows what came of it, so the estimate counts. */
export type UsageState = 'reserved' | 'settled' | 'lost';

/** One text given to one engine, or answered from memory; `createdBy` is who wanted it. Kept for good. */
export const usageEntries = pgTable(
  'usage_entries',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    at: at('at').notNull().defaultNow(),
    state: text('state').$type<UsageState>().notNull(),
    cached: boolean('cached').notNull(),
    engineId: text('engine_id').notNull(),
    voiceId: text('voice_id').notNull(),
    voiceName: text('voice_name').notNull(),
    purpose: text('purpose').$type<UsagePurpose>().notNull(),
    personalityId: uuid('personality_id'),
    versionId: uuid('version_id'),
    /** Of the telephone call in which it was spoken or understood. */
    callId: uuid('call_id'),
    /** As the engine bills them. */
    characters: integer('characters').notNull(),
    /** Of sound; estimated while it is reserved or lost. */
    seconds: doublePrecision('seconds').notNull(),
    costUsd: doublePrecision('cost_usd').notNull(),
    ...createdBy(),
  },
  (t) => [
    index('usage_entries_workspace_at').on(t.workspaceId, t.at),
    index('usage_entries_call').on(t.workspaceId, t.callId).where(sql`call_id is not null`),
    index('usage_entries_reserved').on(t.at).where(sql`state = 'reserved'`),
    isolated(),
  ],
);

/** What counts against a month's quota; written with each entry, so that two requests cannot both take the rest. */
export const usageMonths = pgTable(
  'usage_months',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Its first day, of UTC. */
    month: date('month').notNull(),
    characters: bigint('characters', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.month] }), isolated()],
);
