import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, bytea, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';

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
