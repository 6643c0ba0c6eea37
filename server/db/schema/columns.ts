import { sql } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';

/** The role the product's queries run under. It owns nothing and cannot bypass row-level security. */
export const appRole = pgRole('voiceops_app').existing();

/**
 * Rows are visible to, and writable by, transactions that named their workspace
 * (`voiceops.workspace_id`, set by `withWorkspace`), even when a query forgets its filter.
 */
export const isolated = () =>
  pgPolicy('workspace_isolation', {
    to: appRole,
    for: 'all',
    using: sql`workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid`,
    withCheck: sql`workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid`,
  });

/** Time-ordered ids (UUID version 7) keep indexes dense and lists in order of creation. */
export const id = () =>
  uuid('id')
    .primaryKey()
    .$defaultFn(() => v7());
export const workspaceId = () => uuid('workspace_id').notNull();
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
