import pg from 'pg';

/** The role of every query of the product (schema/columns.ts): it owns nothing and obeys row-level security. */
const APP_ROLE = 'voiceops_app';

/**
 * Makes the role when the server has none of that name, and lets the connected user act as it.
 * @throws Error that tells the operator which statements to run when the user may not.
 */
export async function ensureAppRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean; usable: boolean; me: string }>(
    `select exists (select from pg_roles where rolname = $1) as there, current_user as me,
            coalesce((select pg_has_role(current_user, oid, 'MEMBER') from pg_roles where rolname = $1), false) as usable`,
    [APP_ROLE],
  );
  const found = rows[0]!;
  const create = `create role ${APP_ROLE} nologin nosuperuser nobypassrls`;
  const grant = `grant ${APP_ROLE} to ${client.escapeIdentifier(found.me)}`;
  try {
    if (!found.there) await client.query(create).catch(ignoreExisting);
    if (!found.usable) await client.query(grant).catch(ignoreExisting);
  } catch (cause) {
    throw new Error(
      `The database user ${found.me} may not create the role ${APP_ROLE}, under which the product's queries run. Run as a database administrator, then start again: ${create}; ${grant};`,
      { cause },
    );
  }
}

/**
 * @throws Error when the role could see past row-level security: as a superuser, by BYPASSRLS,
 * or because it owns one of the tables, itself or through a role it belongs to.
 */
export async function refuseUnsafeRole(client: pg.Client | pg.Pool): Promise<void> {
  const { rows } = await client.query<{ problem: string | null }>(
    `select case
       when rolsuper then 'is a superuser'
       when rolbypassrls then 'may bypass row-level security'
       when exists (select from pg_class c where c.relnamespace = 'public'::regnamespace
                    and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'MEMBER')) then 'owns tables'
     end as problem from pg_roles r where rolname = $1`,
    [APP_ROLE],
  );
  const problem = rows[0] ? rows[0].problem : 'does not exist';
  if (problem)
    throw new Error(
      `The database role ${APP_ROLE} ${problem}, so workspaces would not be kept apart. Run as a database administrator, then start again: alter role ${APP_ROLE} nosuperuser nobypassrls; and take from it every table and role it was given.`,
    );
}

/** Databases of one server share their roles, so another one's migration may have been quicker. */
function ignoreExisting(error: unknown): void {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  // 42710 duplicate_object, 23505 unique_violation; XX000: the same role changed by two sessions at once.
  if (code !== '42710' && code !== '23505' && code !== 'XX000') throw error;
}
