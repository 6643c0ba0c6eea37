import { sql } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';

/** The role the product's queries run under. It owns nothing and cannot bypass row-level security. */
export const appRole = pgRole('voiceops_app').existing();

/** The workspace that the transaction named, or null. */
const currentWorkspace = sql`nullif(current_setting('voiceops.workspace_id', true), '')::uuid`;

/**
 * Rows are visible to, and writable by, transactions that named their workspace
 * (`voiceops.workspace_id`, set by `withWorkspace`), even when a query forgets its filter.
 */
export const isolated = () =>
  pgPolicy('workspace_isolation', {
    to: appRole,
    for: 'all',
    using: sql`workspace_id = ${currentWorkspace}`,
    withCheck: sql`workspace_id = ${currentWorkspace}`,
  });

/** A workspace sees and changes itself; making one is a definer function's work. */
export const ownWorkspace = () => [
  pgPolicy('own_workspace_read', { to: appRole, for: 'select', using: sql`id = ${currentWorkspace}` }),
  pgPolicy('own_workspace_change', { to: appRole, for: 'update', using: sql`id = ${currentWorkspace}` }),
];

const memberHere = sql`exists (select from memberships m where m.user_id = users.id and m.workspace_id = ${currentWorkspace})`;

/** A workspace sees its members, and changes only their name and password (column grants in the migrations). */
export const ownMembers = () => [
  pgPolicy('member_read', { to: appRole, for: 'select', using: memberHere }),
  pgPolicy('member_change', { to: appRole, for: 'update', using: memberHere }),
];

/** Time-ordered ids (UUID version 7) keep indexes dense and lists in order of creation. */
export const id = () =>
  uuid('id')
    .primaryKey()
    .$defaultFn(() => v7());
export const workspaceId = () => uuid('workspace_id').notNull();
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
