import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addMember,
  createTestDatabase,
  createWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from '../../test/support/database.ts';
import { enqueue } from './jobs.ts';

let db: TestDatabase;
/** The owner of the tables, whom neither grants nor row-level security hold back. */
let owner: pg.Client;
let mine: TestWorkspace;
let theirs: TestWorkspace;
let tables: string[];

beforeAll(async () => {
  db = await createTestDatabase();
  owner = new pg.Client({ connectionString: db.url });
  await owner.connect();
  mine = await createWorkspace(db);
  theirs = await createWorkspace(db);
  tables = await tablesOfWorkspaces();
  for (const table of tables)
    for (const { workspaceId } of [mine, theirs])
      if (table !== 'memberships') await insertAnyRow(table, workspaceId);
});
afterAll(async () => {
  await owner.end();
  await db.close();
});

async function tablesOfWorkspaces(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'workspace_id' order by 1`,
  );
  return rows.map((row) => row.name);
}

/** A row with something in every column that needs it: new tables are covered without anyone thinking of it. */
async function insertAnyRow(table: string, workspaceId: string): Promise<void> {
  const { rows: columns } = await owner.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_nullable = 'NO'`,
    [table],
  );
  const samples: Record<string, string> = {
    uuid: 'gen_random_uuid()',
    text: 'gen_random_uuid()::text',
    _text: `'{}'`,
    _uuid: `'{}'`,
    jsonb: `'{}'`,
    bytea: `decode('${randomBytes(8).toString('hex')}', 'hex')`,
    bool: 'false',
    timestamptz: 'now()',
    date: 'current_date',
  };
  const values = columns.map(({ name, type }) =>
    name === 'workspace_id' ? `'${workspaceId}'` : (samples[type] ?? '1'),
  );
  await owner.query('begin');
  // Without foreign keys: only who may see the row matters here.
  await owner.query('set local session_replication_role = replica');
  await owner.query(
    `insert into ${table} (${columns.map((column) => `"${column.name}"`)}) values (${values.join(', ')})`,
  );
  await owner.query('commit');
}

async function as(workspaceId: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await db.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('voiceops.workspace_id', $1, true)`, [workspaceId]);
    const result = await client.query(text, values);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
  );
}

test('every table of workspaces has row-level security and a policy for the app role', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relname = any($1) and c.relnamespace = 'public'::regnamespace
       and c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid
         and p.polroles = array['voiceops_app'::regrole::oid] and p.polcmd = '*' and p.polwithcheck is not null) order by 1`,
    [tables],
  );
  expect(rows.map((row) => row.name)).toEqual(tables);
  expect(tables.length).toBeGreaterThan(15);
});

test('a table either belongs to workspaces or is known to stand above them', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
       and relname <> all($1) order by 1`,
    [tables],
  );
  expect(rows.map((row) => row.name)).toEqual([
    'engine_figures',
    'installation',
    'processes',
    'users',
    'workspaces',
  ]);
});

test('a query without any filter finds only rows of its own workspace, and none outside of one', async () => {
  for (const table of tables) {
    const { rows } = await as(mine.workspaceId, `select * from ${table}`);
    expect(new Set(rows.map((row) => row.workspace_id)), table).toEqual(new Set([mine.workspaceId]));
    expect((await db.database.pool.query(`select * from ${table}`)).rowCount, table).toBe(0);
  }
});

test('rows of another workspace cannot be written, changed, taken over or removed', async () => {
  for (const table of tables) {
    // What the database computes itself cannot be written by anybody.
    const { rows: columns } = await owner.query<{ name: string }>(
      `select quote_ident(column_name) as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    );
    const names = columns.map(({ name }) => name).join(', ');
    const copy = `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1::jsonb)`;
    const { rows } = await owner.query(`select to_jsonb(t) as row from ${table} t where workspace_id = $1`, [
      theirs.workspaceId,
    ]);
    expect(await codeOf(as(mine.workspaceId, copy, [rows[0].row])), table).toBe('42501');
    for (const statement of [
      `update ${table} set workspace_id = '${mine.workspaceId}' where workspace_id = '${theirs.workspaceId}'`,
      `delete from ${table} where workspace_id = '${theirs.workspaceId}'`,
    ]) {
      const touched = await as(mine.workspaceId, statement).then(
        (result) => result.rowCount,
        (error: pg.DatabaseError) => error.code,
      );
      // Nothing was found, or the app role may not do this to any row.
      expect([0, '42501'], `${table}: ${statement}`).toContain(touched);
    }
    // Nor can an own row be moved over.
    const moved = await codeOf(
      as(mine.workspaceId, `update ${table} set workspace_id = '${theirs.workspaceId}'`),
    );
    expect(['42501', '23001'], table).toContain(moved);
    const { rows: left } = await owner.query(
      `select to_jsonb(t) as row from ${table} t where workspace_id = $1`,
      [theirs.workspaceId],
    );
    expect(left, table).toEqual(rows);
  }
});

test('a workspace sees itself and its members; nobody reads the facts of the installation', async () => {
  await addMember(db, mine.workspaceId, { email: theirs.ownerEmail, name: 'ignored', role: 'viewer' });
  await addMember(db, theirs.workspaceId, { email: 'stranger@x.test', name: 'Stranger', role: 'editor' });
  const own = await as(mine.workspaceId, 'select id from workspaces');
  expect(own.rows).toEqual([{ id: mine.workspaceId }]);
  const people = await as(mine.workspaceId, 'select email, name from users order by email');
  expect(people.rows).toEqual(
    [mine.ownerEmail, theirs.ownerEmail].sort().map((email) => ({ email, name: 'Olga Owner' })),
  );
  expect((await as(mine.workspaceId, `update workspaces set name = 'New'`)).rowCount).toBe(1);
  expect((await as(mine.workspaceId, `update users set name = 'New', password_hash = 'h'`)).rowCount).toBe(2);
  const refused = [
    `update users set email = 'x@x.test'`,
    `delete from users`,
    `insert into users (id, email, name) values (gen_random_uuid(), 'n@x.test', 'n')`,
    `insert into workspaces (id, slug, name) values (gen_random_uuid(), 'n', 'n')`,
    `delete from workspaces`,
    `select * from installation`,
    `select * from processes`,
    `select * from engine_figures`,
    `truncate audit_entries`,
    `select * from graphile_worker.jobs`,
  ];
  for (const statement of refused)
    expect(await codeOf(as(mine.workspaceId, statement)), statement).toBe('42501');
});

test('history cannot be changed, not even by the owner of the tables', async () => {
  const refused = [
    'update revisions set text = text',
    'delete from revisions',
    'update audit_entries set action = action',
    'delete from audit_entries',
    'update status_changes set note = note',
    'delete from status_changes',
    'delete from versions',
    'delete from deployments',
    `update deployments set reason = 'another'`,
    'delete from approvals',
    `update approvals set role = 'owner'`,
    ...['voice_id', 'voice_name', 'note', 'created_by_name'].map(
      (column) => `update versions set ${column} = 'x'`,
    ),
    ...['script_id', 'project_id', 'revision_id', 'batch_id'].map(
      (column) => `update versions set ${column} = gen_random_uuid()`,
    ),
    'update versions set number = number + 1',
    `update versions set parameters = '{"speed":2}'`,
  ];
  for (const statement of refused) {
    expect(await codeOf(owner.query(statement)), statement).toBe('23001');
    expect(['23001', '42501'], statement).toContain(await codeOf(as(mine.workspaceId, statement)));
  }
});

test('what comes later is written once', async () => {
  for (const statement of [
    'update deployments set ended_at = now()',
    'update approvals set withdrawn_at = now()',
    `update versions set state = 'ready', digest = 'abc', duration_ms = 12`,
  ])
    expect((await as(mine.workspaceId, statement)).rowCount, statement).toBe(1);
  for (const statement of [
    `update deployments set ended_at = now() + interval '1 day'`,
    'update deployments set ended_at = null',
    'update approvals set withdrawn_at = null',
    `update versions set digest = 'def'`,
    'update versions set digest = null',
  ])
    expect(await codeOf(as(mine.workspaceId, statement)), statement).toBe('23001');
  expect((await as(mine.workspaceId, `update versions set status = 'in-review'`)).rowCount).toBe(1);
});

test('the doors out of a workspace give what their names say, to the app role only', async () => {
  const { rows: open } = await owner.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and proname like 'voiceops%'
     and (has_function_privilege('public', oid, 'execute') or (prosecdef and proconfig is null))`,
  );
  expect(open).toEqual([]);
  const query = (text: string, values: unknown[]) => db.database.pool.query(text, values);

  const member = ['voiceops_add_member($1, gen_random_uuid(), $2, $3, $4, $5)'];
  const add = (workspaceId: string, email: string) =>
    query(`select ${member} as id`, [workspaceId, email, 'Ann', 'hash', 'editor']);
  const ann = (await add(mine.workspaceId, 'Ann@X.test')).rows[0].id;
  expect((await add(theirs.workspaceId, 'ann@x.test')).rows[0].id).toBe(ann);
  expect(await codeOf(add(mine.workspaceId, 'ann@x.test'))).toBe('23505');
  const signIn = await query('select * from voiceops_find_sign_in($1)', ['ANN@x.test']);
  expect(signIn.rows.map((row) => [row.user_id, row.password_hash, row.workspace_id, row.role])).toEqual([
    [ann, 'hash', mine.workspaceId, 'editor'],
    [ann, 'hash', theirs.workspaceId, 'editor'],
  ]);

  const insertSession =
    'insert into sessions (token_hash, workspace_id, user_id, expires_at) values ($1, $2, $3, $4)';
  const inAnHour = new Date(Date.now() + 3_600_000);
  await as(mine.workspaceId, insertSession, [Buffer.from('a'), mine.workspaceId, ann, inAnHour]);
  await as(mine.workspaceId, insertSession, [Buffer.from('b'), mine.workspaceId, ann, new Date(0)]);
  const found = await query('select * from voiceops_find_session($1)', [Buffer.from('a')]);
  expect(found.rows).toEqual([
    {
      workspace_id: mine.workspaceId,
      user_id: ann,
      user_name: 'Ann',
      user_email: 'ann@x.test',
      role: 'editor',
      expires_at: inAnHour,
      last_seen_at: null,
    },
  ]);
  expect((await query('select * from voiceops_find_session($1)', [Buffer.from('b')])).rows).toEqual([]);

  await as(
    mine.workspaceId,
    `insert into api_keys (id, workspace_id, name, prefix, key_hash, scopes, created_by)
     values (gen_random_uuid(), $1, 'k', 'p', $2, '{audit:read}', $3)`,
    [mine.workspaceId, Buffer.from('key'), ann],
  );
  const key = await query('select * from voiceops_find_api_key($1)', [Buffer.from('key')]);
  expect(key.rows).toMatchObject([
    { workspace_id: mine.workspaceId, scopes: ['audit:read'], created_by: ann },
  ]);

  expect((await query('select voiceops_workspace_by_slug($1) as id', [mine.slug])).rows[0].id).toBe(
    mine.workspaceId,
  );
  const all = (await query('select voiceops_all_workspaces() as id', [])).rows.map((row) => row.id);
  expect(all).toEqual([mine.workspaceId, theirs.workspaceId]);

  const put = (value: string, onlyIfAbsent: boolean) =>
    query('select voiceops_installation_put($1, $2, $3) as done', ['k', value, onlyIfAbsent]);
  expect((await put('1', true)).rows[0].done).toBe(true);
  expect((await put('2', true)).rows[0].done).toBe(false);
  expect((await put('3', false)).rows[0].done).toBe(true);
  expect((await query('select voiceops_installation_get($1) as value', ['k'])).rows[0].value).toBe(3);
});

test('a transaction of one workspace can neither queue work for another nor add members to it', async () => {
  const { workspaceId } = theirs;
  const queued = db.database.withWorkspace(mine.workspaceId, (tx) =>
    enqueue(tx, 'generateVersion', { workspaceId, versionId: workspaceId }),
  );
  await expect(queued).rejects.toMatchObject({ cause: { code: '42501' } });
  const added = db.database.withWorkspace(mine.workspaceId, (tx) =>
    tx.execute(
      sql`select voiceops_add_member(${workspaceId}, gen_random_uuid(), 'e@x.test', 'E', null, 'owner')`,
    ),
  );
  await expect(added).rejects.toMatchObject({ cause: { code: '42501' } });
});
