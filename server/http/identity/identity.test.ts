import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../../shared/access.ts';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { auditEntries, memberships, workspaces } from '../../db/schema/index.ts';
import { createCallers } from '../../identity/callers.ts';
import { replaceForgottenPassword } from '../../identity/forgottenPassword.ts';
import { bootstrapOwner } from '../../identity/setup.ts';
import { createSigner } from '../../identity/signer.ts';
import { ProblemError } from '../../problem.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { Speech } from '../../speech/contract.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { mountIdentity } from './identity.ts';

const OWNER = { email: 'owner@example.test', password: 'correct horse battery' };
const OWNER_KEY = 'operator-chose-this-key';
const log = { warn: () => {} };

let db: TestDatabase;
let app: FastifyInstance;
let speech: Speech;
/** An engine that cannot say which voices it has. */
const away = unrulyEngine('away', {
  firstMs: 0,
  fails: null,
  unlisted: new ProblemError('unavailable', 'It is away.'),
});
const notSetUp = unrulyEngine('later', { firstMs: 0, fails: null });
beforeAll(async () => {
  db = await createTestDatabase();
  await bootstrapOwner(db.database, { ...OWNER, apiKey: OWNER_KEY }, async () => {});
  speech = openTestSpeech([openFlite({ processes: 1 }), away.engine], { kinds: [notSetUp.kind] });
  app = await identityApp();
});
afterAll(async () => {
  await app?.close();
  await speech?.close();
  await db?.close();
});

const browserSigner = createSigner(fixedMasterKeys([newMasterKey()]), 'test');
function identityApp(allowances = GENEROUS, publicUrl: URL | null = null): Promise<FastifyInstance> {
  const callers = createCallers(db.database, log);
  const limits = rateLimits(inProcessMeter(allowances));
  const afterSetUp = async () => {};
  return createTestApp(db, {
    callers,
    publicUrl,
    mounts: [
      mountIdentity({
        database: db.database,
        speech,
        callers,
        limits,
        publicUrl,
        afterSetUp,
        browserSigner,
        furnishWorkspace: async () => {},
      }),
    ],
  });
}

interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  body?: object;
  key?: string;
  cookie?: string;
  headers?: Record<string, string>;
}
/** Asks as our own web app does with `cookie`, as a program with `key`. */
async function ask({ method, url, body, key, cookie, headers }: Asked, on = app) {
  const answer = await on.inject({
    method: method ?? (body ? 'POST' : 'GET'),
    url: `/api/v1${url}`,
    payload: body,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(cookie ? { cookie, 'sec-fetch-site': 'same-origin' } : {}),
      ...headers,
    },
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body ? answer.json() : null };
}
async function signIn(email: string, password: string, on = app): Promise<string> {
  const answer = await ask({ url: '/sign-in', body: { email, password } }, on);
  expect(answer.status).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}
let people = 0;
async function member(role: string) {
  const email = `${role}-${++people}@example.test`;
  const body = { email, name: `Some ${role}`, role, password: 'a long enough one' };
  const added = await ask({ url: '/members', key: OWNER_KEY, body });
  expect(added.status).toBe(201);
  return { id: added.body.id as string, email, cookie: await signIn(email, body.password) };
}
async function makeKey(
  scopes: string[],
  more: object = {},
  as: Pick<Asked, 'key' | 'cookie'> = { key: OWNER_KEY },
) {
  return ask({ url: '/api-keys', ...as, body: { name: 'Robot', scopes, ...more } });
}
async function actions(): Promise<string[]> {
  const { workspace } = (await ask({ url: '/me', key: OWNER_KEY })).body;
  return db.database.withWorkspace(workspace.id, async (tx) => {
    const rows = await tx.select({ action: auditEntries.action }).from(auditEntries);
    return rows.map((row) => row.action);
  });
}

test('a person signs in, is known by the cookie, and signs out', async () => {
  const answer = await ask({ url: '/sign-in', body: { ...OWNER, email: 'OWNER@example.test' } });
  expect(answer.body).toMatchObject({
    user: { email: OWNER.email },
    role: 'owner',
    key: null,
    scopes: SCOPES,
  });
  const [set] = [answer.headers['set-cookie']].flat();
  expect(set).toMatch(/^voiceops_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  const cookie = set?.split(';')[0] ?? '';
  const me = await ask({ url: '/me', cookie });
  expect(me.body.workspace).toMatchObject({ slug: 'sample-workspace' });
  // It may come behind the answer that replaces the session.
  expect(me.headers['set-cookie']).toBeUndefined();
  expect((await ask({ url: '/sign-out', method: 'POST', cookie })).status).toBe(204);
  expect(await ask({ url: '/me', cookie })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('signing in ends the session that this browser had, once it succeeds', async () => {
  const before = await signIn(OWNER.email, OWNER.password);
  const wrong = await ask({ url: '/sign-in', cookie: before, body: { ...OWNER, password: 'wrong' } });
  expect(wrong.body.code).toBe('wrong-credentials');
  expect((await ask({ url: '/me', cookie: before })).status).toBe(200);
  const again = await ask({ url: '/sign-in', cookie: before, body: OWNER });
  expect(again.status).toBe(200);
  expect((await ask({ url: '/me', cookie: before })).status).toBe(401);
  const after = String(again.headers['set-cookie']).split(';')[0] ?? '';
  expect((await ask({ url: '/me', cookie: after })).status).toBe(200);
});

test('a wrong password and an unknown e-mail get the same answer after the same work', async () => {
  const timed = async (email: string) => {
    const startedAt = performance.now();
    const answer = await ask({ url: '/sign-in', body: { email, password: 'not the password' } });
    return { code: answer.body.code, detail: answer.body.detail, ms: performance.now() - startedAt };
  };
  await timed('warm@example.test');
  const wrong = await timed(OWNER.email);
  const unknown = await timed('nobody@example.test');
  expect(wrong.code).toBe('wrong-credentials');
  expect(unknown).toMatchObject({ code: wrong.code, detail: wrong.detail });
  // Whatever else the machine does only ever adds to the time, so the fastest of several tells the work.
  for (let round = 0; round < 4; round += 1) {
    wrong.ms = Math.min(wrong.ms, (await timed(OWNER.email)).ms);
    unknown.ms = Math.min(unknown.ms, (await timed('nobody@example.test')).ms);
  }
  expect(unknown.ms).toBeGreaterThan(wrong.ms / 4);
});

test('behind TLS the cookie is Secure', async () => {
  const behindTls = await identityApp(GENEROUS, new URL('https://studio.example.test'));
  const answer = await ask({ url: '/sign-in', body: OWNER }, behindTls);
  expect(String(answer.headers['set-cookie'])).toContain('Secure');
  expect(answer.headers['strict-transport-security']).toBeTruthy();
  const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
  const ours = { cookie, origin: 'https://studio.example.test' };
  expect((await ask({ url: '/me', method: 'PATCH', headers: ours, body: {} }, behindTls)).status).toBe(200);
  await behindTls.close();
});

test.each([
  ['another site', { origin: 'https://evil.test' }, 403],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sandboxed page', { origin: 'null' }, 403],
  ['nobody knows where', {}, 403],
  ['our own page', { origin: 'http://localhost:80' }, 200],
  ['our own page, as the browser says', { 'sec-fetch-site': 'same-origin' }, 200],
])('a change with a cookie from %s', async (_name, headers, status) => {
  const cookie = await signIn(OWNER.email, OWNER.password);
  const answer = await ask({ url: '/me', method: 'PATCH', body: {}, headers: { cookie, ...headers } });
  expect(answer.status).toBe(status);
  if (status === 403) expect(answer.body.code).toBe('foreign-origin');
});

test('another site cannot sign somebody in, and reading needs no origin', async () => {
  const foreign = { origin: 'https://evil.test' };
  expect((await ask({ url: '/sign-in', body: OWNER, headers: foreign })).body.code).toBe('foreign-origin');
  const cookie = await signIn(OWNER.email, OWNER.password);
  expect((await ask({ url: '/me', headers: { cookie } })).status).toBe(200);
});

test('a key does what is written on it and nothing else', async () => {
  const reader = (await makeKey(['workspace:read'])).body;
  expect(reader.key).toMatch(/^vos_[\w-]{43}$/);
  expect(reader.key.startsWith(reader.prefix)).toBe(true);
  const me = await ask({ url: '/me', key: reader.key });
  expect(me.body).toMatchObject({
    user: null,
    role: null,
    key: { id: reader.id },
    scopes: ['workspace:read'],
  });
  expect((await ask({ url: '/members', key: reader.key })).status).toBe(200);
  const refused = await ask({ url: '/api-keys', key: reader.key });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect((await ask({ url: '/me', method: 'PATCH', key: OWNER_KEY, body: {} })).body.code).toBe(
    'person-required',
  );
  expect((await ask({ url: '/me', headers: { 'xi-api-key': OWNER_KEY } })).status).toBe(401);
  const listed = await ask({ url: '/api-keys', key: OWNER_KEY });
  expect(JSON.stringify(listed.body)).not.toContain(reader.key);
});

test('a key carries at most what its maker may', async () => {
  const narrow = (await makeKey(['keys:manage', 'members:manage'])).body.key;
  const wider = await makeKey(['keys:manage', 'audit:read'], {}, { key: narrow });
  expect(wider).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const body = { email: 'friend@example.test', name: 'Friend', role: 'admin', password: 'long enough one' };
  expect((await ask({ url: '/members', key: narrow, body })).body.code).toBe('forbidden');
});

test('times may carry an offset', async () => {
  const inAnHour = Math.floor(Date.now() / 1000) * 1000 + 3_600_000;
  const expiresAt = new Date(inAnHour + 7_200_000).toISOString().replace('Z', '+02:00');
  const made = await makeKey(['workspace:read'], { expiresAt });
  expect(made.body).toMatchObject({ expiresAt: new Date(inAnHour).toISOString() });
  const zoneless = await makeKey(['workspace:read'], { expiresAt: '2999-01-01T00:00:00' });
  expect(zoneless.body.errors).toMatchObject([{ field: 'expiresAt' }]);
});

test('a key that ends makes none that lives longer', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const scopes = ['keys:manage'];
  const ending = (await makeKey(scopes, { expiresAt: inAnHour })).body;
  const as = { key: ending.key };
  expect((await makeKey(scopes, {}, as)).body.code).toBe('forbidden');
  const later = new Date(Date.now() + 7_200_000).toISOString();
  expect((await makeKey(scopes, { expiresAt: later }, as)).body.code).toBe('forbidden');
  expect((await makeKey(scopes, { expiresAt: inAnHour }, as)).status).toBe(201);
  const lasting = (await makeKey(scopes)).body;
  const rotate = (id: string) => ask({ url: `/api-keys/${id}/rotate`, ...as, body: { overlapMinutes: 5 } });
  expect((await rotate(lasting.id)).body.code).toBe('forbidden');
  expect((await rotate(ending.id)).status).toBe(201);
});

test('a key that has expired or was revoked is refused at once', async () => {
  const past = await makeKey(['workspace:read'], { expiresAt: new Date(Date.now() - 1000).toISOString() });
  expect(past.body).toMatchObject({ code: 'validation-failed', errors: [{ field: 'expiresAt' }] });
  const soon = (await makeKey(['workspace:read'], { expiresAt: new Date(Date.now() + 3_000).toISOString() }))
    .body;
  expect((await ask({ url: '/me', key: soon.key })).status).toBe(200);
  await expect.poll(() => ask({ url: '/me', key: soon.key }).then((a) => a.status)).toBe(401);
  const { id, key } = (await makeKey(['workspace:read'])).body;
  expect((await ask({ url: '/me', key })).status).toBe(200);
  expect((await ask({ url: `/api-keys/${id}`, method: 'DELETE', key: OWNER_KEY })).status).toBe(204);
  expect((await ask({ url: '/me', key })).body.code).toBe('unauthenticated');
});

test('rotation gives a new key, and the old one its overlap', async () => {
  const old = (await makeKey(['workspace:read'])).body;
  const rotate = (id: string, overlapMinutes: number) =>
    ask({ url: `/api-keys/${id}/rotate`, key: OWNER_KEY, body: { overlapMinutes } });
  const second = (await rotate(old.id, 10)).body;
  expect(second).toMatchObject({ name: old.name, scopes: old.scopes, expiresAt: null });
  expect((await ask({ url: '/me', key: old.key })).status).toBe(200);
  const third = (await rotate(second.id, 0)).body;
  expect((await ask({ url: '/me', key: second.key })).status).toBe(401);
  expect((await ask({ url: '/me', key: third.key })).status).toBe(200);
  expect((await rotate(second.id, 0)).body.code).toBe('conflict');
  const list = (await ask({ url: '/api-keys?limit=200', key: OWNER_KEY })).body.items;
  const overlapMs = Date.parse(list.find((key: { id: string }) => key.id === old.id).expiresAt) - Date.now();
  expect(overlapMs).toBeGreaterThan(9 * 60_000);
  expect(overlapMs).toBeLessThanOrEqual(10 * 60_000);
});

test('use of a key is written down', async () => {
  const { id, key } = (await makeKey(['workspace:read'])).body;
  await ask({ url: '/me', key });
  const lastUsed = async () =>
    (await ask({ url: '/api-keys?limit=200', key: OWNER_KEY })).body.items.find(
      (one: { id: string }) => one.id === id,
    ).lastUsedAt;
  await expect.poll(lastUsed).not.toBeNull();
});

test('a demoted maker takes their keys down with them, a removed one entirely', async () => {
  const admin = await member('admin');
  const made = (await makeKey(['workspace:read', 'audit:read'], {}, { cookie: admin.cookie })).body;
  expect((await ask({ url: '/me', key: made.key })).body.scopes).toEqual(['workspace:read', 'audit:read']);
  const role = {
    url: `/members/${admin.id}`,
    method: 'PATCH' as const,
    key: OWNER_KEY,
    body: { role: 'editor' },
  };
  expect((await ask(role)).body.role).toBe('editor');
  expect((await ask({ url: '/me', key: made.key })).body.scopes).toEqual(['workspace:read']);
  expect((await ask({ url: '/me', cookie: admin.cookie })).body.role).toBe('editor');
  const removal = await ask({ url: `/members/${admin.id}`, method: 'DELETE', key: OWNER_KEY });
  expect(removal.status).toBe(204);
  expect((await ask({ url: '/me', key: made.key })).status).toBe(401);
  expect((await ask({ url: '/me', cookie: admin.cookie })).status).toBe(401);
  const again = await ask({ url: '/sign-in', body: { email: admin.email, password: 'a long enough one' } });
  expect(again.body.code).toBe('wrong-credentials');
  const listed = (await ask({ url: '/api-keys?limit=200', key: OWNER_KEY })).body.items;
  expect(listed.find((key: { id: string }) => key.id === made.id).revokedAt).not.toBeNull();
});

test('only owners make, change and remove owners, and one always remains', async () => {
  const admin = await member('admin');
  const first = (await ask({ url: '/members', key: OWNER_KEY })).body.items[0];
  expect(first).toMatchObject({ email: OWNER.email, role: 'owner' });
  const as = (cookie: string, role: string) =>
    ask({ url: `/members/${first.id}`, method: 'PATCH', cookie, body: { role } });
  expect((await as(admin.cookie, 'viewer')).body.code).toBe('last-owner');
  const other = await member('owner');
  expect((await as(admin.cookie, 'viewer')).body.code).toBe('forbidden');
  const body = { email: 'x@example.test', name: 'X', role: 'owner', password: 'long enough one' };
  expect((await ask({ url: '/members', cookie: admin.cookie, body })).body.code).toBe('forbidden');
  const gone = await Promise.all([
    ask({ url: `/members/${first.id}`, method: 'PATCH', cookie: other.cookie, body: { role: 'viewer' } }),
    ask({ url: `/members/${other.id}`, method: 'DELETE', key: OWNER_KEY }),
  ]);
  expect(gone.filter((answer) => answer.status < 300)).toHaveLength(1);
  const owners = (await ask({ url: '/members?limit=200', cookie: admin.cookie })).body.items.filter(
    (one: { role: string }) => one.role === 'owner',
  );
  expect(owners).toHaveLength(1);
  // Back to how the other tests know it.
  if (owners[0].id === other.id) {
    expect((await as(other.cookie, 'owner')).status).toBe(200);
    await ask({ url: `/members/${other.id}`, method: 'DELETE', key: OWNER_KEY });
  }
});

test('a member is added once, by who may', async () => {
  const viewer = await member('viewer');
  const body = { email: viewer.email, name: 'Again', role: 'viewer', password: 'long enough one' };
  expect((await ask({ url: '/members', key: OWNER_KEY, body })).body.code).toBe('already-exists');
  expect((await ask({ url: '/members', cookie: viewer.cookie, body })).body.code).toBe('forbidden');
  const short = await ask({
    url: '/members',
    key: OWNER_KEY,
    body: { ...body, password: 'short', email: 'x' },
  });
  expect(short.body.errors.map((error: { field: string }) => error.field).sort()).toEqual([
    'email',
    'password',
  ]);
  const ghost = '019a0000-0000-7000-8000-000000000000';
  expect((await ask({ url: `/members/${ghost}`, method: 'DELETE', key: OWNER_KEY })).body.code).toBe(
    'not-found',
  );
});

test('of those who add the same person at once, one does', async () => {
  const body = { email: 'Twice@example.test', name: 'Twice', role: 'viewer', password: 'long enough one' };
  const answers = await Promise.all([1, 2, 3].map(() => ask({ url: '/members', key: OWNER_KEY, body })));
  expect(answers.map((answer) => answer.body.code ?? answer.status).sort()).toEqual([
    201,
    'already-exists',
    'already-exists',
  ]);
});

test('workspaces of one name that are made at once get addresses of their own', async () => {
  const { cookie } = await member('owner');
  const make = () => ask({ url: '/workspaces', cookie, body: { name: 'Equal' } });
  const answers = await Promise.all([make(), make(), make()]);
  expect(answers.map((answer) => answer.body.slug).sort()).toEqual(['equal', 'equal-2', 'equal-3']);
});

test('somebody known to the installation keeps the password they have, and the answer says so', async () => {
  const elsewhere = await createWorkspace(db);
  const body = { email: elsewhere.ownerEmail, name: 'Other', role: 'viewer', password: 'long enough one' };
  const known = await ask({ url: '/members', key: OWNER_KEY, body });
  expect(known.body).toMatchObject({ id: elsewhere.ownerId, name: 'Olga Owner', keptPassword: true });
  const unknown = await ask({
    url: '/members',
    key: OWNER_KEY,
    body: { ...body, email: 'new@example.test' },
  });
  expect(unknown.body).toMatchObject({ name: 'Other', keptPassword: false });
});

test('the operator gives whoever forgot their password a new one, and each workspace knows', async () => {
  const { email, cookie, id } = await member('viewer');
  const elsewhere = await createWorkspace(db);
  await db.database.withWorkspace(elsewhere.workspaceId, (tx) =>
    tx.insert(memberships).values({ workspaceId: elsewhere.workspaceId, userId: id, role: 'viewer' }),
  );
  const reset = await replaceForgottenPassword(db.database, email.toUpperCase());
  expect(reset).toMatchObject({ name: 'Some viewer', workspaces: 2 });
  const strangers = createCallers(db.database, log);
  expect(await strangers.ofSession(cookie.split('=')[1] ?? '')).toBeNull();
  await signIn(email, reset?.password ?? '');
  for (const workspaceId of [
    elsewhere.workspaceId,
    (await ask({ url: '/workspace', key: OWNER_KEY })).body.id,
  ]) {
    const [entry] = await db.database.withWorkspace(workspaceId, (tx) =>
      tx.select().from(auditEntries).where(eq(auditEntries.action, 'member.password-reset')).limit(1),
    );
    expect(entry).toMatchObject({ subjectId: id, actorKind: 'system' });
  }
  expect(await replaceForgottenPassword(db.database, 'nobody@example.test')).toBeNull();
});

test('lists come in pages', async () => {
  const page = (await ask({ url: '/members?limit=1', key: OWNER_KEY })).body;
  expect(page.items).toHaveLength(1);
  const next = (await ask({ url: `/members?limit=1&cursor=${page.nextCursor}`, key: OWNER_KEY })).body;
  expect(next.items[0].id).not.toBe(page.items[0].id);
  expect((await ask({ url: '/members?cursor=forged', key: OWNER_KEY })).body.code).toBe('validation-failed');
});

test('a new password needs the present one and ends the other sessions', async () => {
  const { email, cookie } = await member('editor');
  const elsewhere = await signIn(email, 'a long enough one');
  const change = (currentPassword: string) =>
    ask({
      url: '/me',
      method: 'PATCH',
      cookie,
      body: { name: 'Renamed', currentPassword, newPassword: 'another long one' },
    });
  expect((await change('not it')).body.code).toBe('wrong-credentials');
  expect((await change('a long enough one')).body.user.name).toBe('Renamed');
  expect((await ask({ url: '/me', cookie })).status).toBe(200);
  expect((await ask({ url: '/me', cookie: elsewhere })).status).toBe(401);
  await signIn(email, 'another long one');
});

test('a member who forgot their password is given a new one, by who may, and their sessions end', async () => {
  const [admin, editor, owner] = [await member('admin'), await member('editor'), await member('owner')];
  const reset = (id: string, as: Pick<Asked, 'key' | 'cookie'>, password = 'brand new password') =>
    ask({ url: `/members/${id}/password`, method: 'PUT', ...as, body: { password } });
  expect((await reset(owner.id, admin)).body.code).toBe('forbidden');
  expect((await reset(admin.id, editor)).body.code).toBe('forbidden');
  expect((await reset(admin.id, admin)).body.code).toBe('forbidden');
  expect((await reset(editor.id, admin, 'short')).body.code).toBe('validation-failed');
  expect((await ask({ url: '/me', cookie: editor.cookie })).status).toBe(200);
  expect((await reset(editor.id, { cookie: admin.cookie })).status).toBe(204);
  expect((await ask({ url: '/me', cookie: editor.cookie })).status).toBe(401);
  const old = await ask({ url: '/sign-in', body: { email: editor.email, password: 'a long enough one' } });
  expect(old.body.code).toBe('wrong-credentials');
  await signIn(editor.email, 'brand new password');

  // A password opens every workspace of its person.
  const made = await ask({ url: '/workspaces', cookie: owner.cookie, body: { name: 'Theirs' } });
  expect(made.status).toBe(201);
  expect((await reset(owner.id, { key: OWNER_KEY })).body.detail).toMatch(/another workspace/);
  expect((await ask({ url: '/me', cookie: owner.cookie })).status).toBe(200);
  await ask({ url: `/members/${owner.id}`, method: 'DELETE', key: OWNER_KEY });
});

test('the workspace changes by who may, and its address stays', async () => {
  const changed = await ask({
    url: '/workspace',
    method: 'PATCH',
    key: OWNER_KEY,
    body: { name: 'Renamed', requireFourEyes: true, speechVoices: { alloy: 'flite:slt' } },
  });
  expect(changed.body).toMatchObject({
    name: 'Renamed',
    slug: 'sample-workspace',
    requireFourEyes: true,
    requiredApprovals: 1,
    speechVoices: { alloy: 'flite:slt' },
  });
  const { cookie } = await member('reviewer');
  const refused = await ask({ url: '/workspace', method: 'PATCH', cookie, body: { name: 'Mine' } });
  expect(refused.body.code).toBe('forbidden');
  expect((await ask({ url: '/workspace', cookie })).body.name).toBe('Renamed');
});

test('voices that nobody has are not taken into the settings; those that cannot be asked now, or stood there, are', async () => {
  const change = (body: object) => ask({ url: '/workspace', method: 'PATCH', key: OWNER_KEY, body });
  const before = (await ask({ url: '/workspace', key: OWNER_KEY })).body;
  for (const [field, body] of [
    ['speechVoices.alloy', { speechVoices: { alloy: 'nobody:here' } }],
    ['voiceChain.1', { voiceChain: ['flite:rms', 'flite:nobody'] }],
    ['standIns.flite:slt', { standIns: { 'flite:slt': 'custom:gone' } }],
    ['standIns.nobody:here', { standIns: { 'nobody:here': 'flite:slt' } }],
  ] as const) {
    const refused = await change({ name: 'Other', ...body });
    expect([refused.status, refused.body.code, refused.body.errors?.[0].field]).toEqual([
      422,
      'unknown-voice',
      field,
    ]);
    expect(refused.body.detail).toMatch(/There is no voice “(nobody:here|flite:nobody|custom:gone)”/);
  }
  expect((await ask({ url: '/workspace', key: OWNER_KEY })).body).toEqual(before);

  const taken = { voiceChain: ['away:one', 'later:one', 'flite:rms'], standIns: { 'flite:slt': 'away:two' } };
  expect((await change(taken)).body).toMatchObject(taken);
  // Removed since: what stands there keeps nobody from changing the rest.
  await db.database.withWorkspace(before.id, (tx) => tx.update(workspaces).set({ voiceChain: ['gone:one'] }));
  const rest = { voiceChain: ['flite:slt', 'gone:one'], standIns: {} };
  expect((await change(rest)).body).toMatchObject(rest);
});

test('guessing passwords is limited by address, and keeps nobody out elsewhere; by account, when many addresses do', async () => {
  const strict = await identityApp({
    ...GENEROUS,
    'sign-in': { amount: 2, periodMs: 60_000 },
    'sign-in-account': { amount: 5, periodMs: 60_000 },
  });
  const attempt = (remoteAddress: string, password = 'guess') =>
    strict.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      remoteAddress,
      payload: { email: OWNER.email, password },
    });
  for (const code of ['wrong-credentials', 'wrong-credentials', 'rate-limited', 'rate-limited'])
    expect((await attempt('203.0.113.1')).json().code).toBe(code);
  expect((await attempt('198.51.100.1', OWNER.password)).statusCode).toBe(200);
  for (const last of [2, 3]) expect((await attempt(`203.0.113.${last}`)).statusCode).toBe(401);
  const stopped = await attempt('203.0.113.4');
  expect(stopped.json().code).toBe('rate-limited');
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
  await strict.close();
});

test('who guesses from many addresses does not keep a person out of a browser that knows them', async () => {
  const strict = await identityApp({ ...GENEROUS, 'sign-in-account': { amount: 3, periodMs: 3_600_000 } });
  const attempt = (cookie?: string, password = OWNER.password, email = OWNER.email) =>
    strict.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: cookie ? { cookie } : {},
      payload: { email, password },
    });
  const codeOf = async (answer: ReturnType<typeof attempt>) => (await answer).json().code;
  const known = (await attempt()).cookies.find(({ name }) => name === 'voiceops_browser')!;
  expect(known).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/v1/sign-in' });
  const cookie = `${known.name}=${known.value}`;
  for (const _ of [1, 2]) expect(await codeOf(attempt(undefined, 'guess'))).toBe('wrong-credentials');
  expect(await codeOf(attempt())).toBe('rate-limited');
  expect((await attempt(cookie)).statusCode).toBe(200);

  // It is no way around the limit: a forged one does not count, a stolen one has its own, and other accounts none.
  expect(await codeOf(attempt(cookie.replace(/.$/, (last) => (last === '0' ? '1' : '0'))))).toBe(
    'rate-limited',
  );
  for (const _ of [1, 2]) expect(await codeOf(attempt(cookie, 'guess'))).toBe('wrong-credentials');
  expect(await codeOf(attempt(cookie))).toBe('rate-limited');
  const other = 'somebody-else@example.com';
  for (const _ of [1, 2, 3])
    expect(await codeOf(attempt(undefined, 'guess', other))).toBe('wrong-credentials');
  expect(await codeOf(attempt(cookie, 'guess', other))).toBe('rate-limited');
  await strict.close();
});

test('requests are limited by key and say how much is left', async () => {
  const meter = inProcessMeter({ ...GENEROUS, requests: { amount: 2, periodMs: 60_000 } });
  const callers = createCallers(db.database, log);
  const limits = rateLimits(meter);
  const afterSetUp = async () => {};
  const strict = await createTestApp(db, {
    meter,
    callers,
    mounts: [
      mountIdentity({
        database: db.database,
        speech,
        callers,
        limits,
        publicUrl: null,
        afterSetUp,
        browserSigner,
        furnishWorkspace: async () => {},
      }),
    ],
  });
  const first = await ask({ url: '/me', key: OWNER_KEY }, strict);
  expect(first.headers.ratelimit).toMatch(/^"requests";r=1;t=\d+$/);
  expect(first.headers['ratelimit-policy']).toBe('"requests";q=2;w=60');
  await ask({ url: '/me', key: OWNER_KEY }, strict);
  expect(await ask({ url: '/me', key: OWNER_KEY }, strict)).toMatchObject({ status: 429 });
  expect((await ask({ url: '/setup' }, strict)).headers.ratelimit).toMatch(/^"anonymous"/);
  await strict.close();
});

test('guessing keys is limited by address', async () => {
  const strict = await createTestApp(db, {
    meter: inProcessMeter({ ...GENEROUS, anonymous: { amount: 2, periodMs: 60_000 } }),
    mounts: [
      (scope) => {
        scope.get('/api/v1/mine', { config: { access: 'signed-in' } }, async () => 'mine');
      },
    ],
  });
  const guesses = ['a', 'b', 'c'].map((guess) => ask({ url: '/mine', key: guess }, strict));
  const answers = await Promise.all(guesses);
  expect(answers.map((answer) => answer.status).sort()).toEqual([401, 401, 429]);
  await strict.close();
});

test('where keys are guessed the database is left alone, and keys that are known go on working', async () => {
  const callers = createCallers(db.database, log);
  const strict = await createTestApp(db, {
    callers,
    meter: inProcessMeter({ ...GENEROUS, anonymous: { amount: 2, periodMs: 60_000 } }),
    mounts: [
      (scope) => {
        scope.get('/api/v1/mine', { config: { access: 'signed-in' } }, async () => 'mine');
      },
    ],
  });
  const status = async (key: string) =>
    (await strict.inject({ url: '/api/v1/mine', headers: { authorization: `Bearer ${key}` } })).statusCode;
  expect(await status(OWNER_KEY)).toBe(200);
  for (const [key, expected] of [
    ['a', 401],
    ['b', 401],
    ['c', 429],
  ] as const)
    expect(await status(key)).toBe(expected);
  await callers.settled();
  let asked = 0;
  const count = () => {
    asked++;
  };
  db.database.pool.on('acquire', count);
  const more = await Promise.all(Array.from({ length: 20 }, (_, index) => status(`another-${index}`)));
  db.database.pool.off('acquire', count);
  expect(new Set(more)).toEqual(new Set([429]));
  expect(asked).toBe(0);
  callers.forget();
  expect(await status(OWNER_KEY)).toBe(200);
  await strict.close();
});

test('every change is in the audit log', async () => {
  const seen = new Set(await actions());
  for (const action of [
    'workspace.created',
    'workspace.changed',
    'session.started',
    'session.ended',
    'member.added',
    'member.role-changed',
    'member.removed',
    'member.password-changed',
    'member.password-reset',
    'key.created',
    'key.rotated',
    'key.revoked',
  ]) {
    expect(seen).toContain(action);
  }
});
