import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { conversations } from './dialogue.ts';
import { workspaces } from './identity.ts';
import { createdBy } from './studio.ts';

/** A conversation that a program holds for one of its users, and that ends by itself. */
export const voiceSessions = pgTable(
  'voice_sessions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Whose it is and what holds in it (SessionContent) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    idleSeconds: integer('idle_seconds').notNull(),
    expiresAt: at('expires_at').notNull(),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.expiresAt), index().on(t.conversationId), isolated()],
);

/** What is remembered of a program's user, who agreed to it. */
export const userPreferences = pgTable(
  'user_preferences',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** SHA-256, hex, of how the program names them: the name itself is nowhere in clear. */
    userHash: text('user_hash').notNull(),
    /** Preferences as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    consentedAt: at('consented_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userHash] }), isolated()],
);
