import { integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PersonalityContent } from '../../../shared/personalities/content.ts';
import { createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { createdBy } from './studio.ts';
import { personalities } from './voices.ts';

/** A saved state of a personality: immutable, numbered from 1. Conversations keep its id. */
export const personalityVersions = pgTable(
  'personality_versions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    personalityId: uuid('personality_id')
      .notNull()
      .references(() => personalities.id),
    number: integer('number').notNull(),
    content: jsonb('content').$type<PersonalityContent>().notNull(),
    note: text('note'),
    /** The earlier version that it was made equal to. */
    restoredFrom: integer('restored_from'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.personalityId, t.number), isolated()],
);
