import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';

/**
 * The processes of the installation that run, or did a short while ago. No policy: the app role reaches them and what
 * they tell through definer functions only.
 */
export const processes = pgTable('processes', {
  id: uuid('id').primaryKey(),
  /** Each says every few seconds that it is there. */
  beatAt: at('beat_at').notNull().defaultNow(),
}).enableRLS();

/** What a process knows of an engine (engines/figures.ts). */
export const engineFigures = pgTable(
  'engine_figures',
  {
    /** Its ability and its account (engines/engines.ts). */
    engine: text('engine').notNull(),
    processId: uuid('process_id')
      .notNull()
      .references(() => processes.id, { onDelete: 'cascade' }),
    figures: jsonb('figures').notNull(),
  },
  (t) => [primaryKey({ columns: [t.engine, t.processId] }), index().on(t.processId)],
).enableRLS();
