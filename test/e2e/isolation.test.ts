import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES, ROLES, type Role, SCOPES, type Scope } from '../../shared/access.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { keepCall } from '../support/keptCalls.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { type Belongings, FILLS, type Fill, MADE_WITH_TEXT } from '../support/routeFills.ts';
import { sampleShown } from '../support/sampleShown.ts';
import { formOf, wavOf } from '../support/uploads.ts';

const PASSWORD = 'a password long enough';
const SECRETS = { mine: 'Aardvarks graze quietly.', theirs: 'Zebras gallop loudly.' };

/** An address of the OpenAPI document. */
interface Operation {
  name: string;
  method: string;
  path: string;
  access: 'public' | 'signed-in' | Scope;
}

let node: RunningNode;
let mine: Client;
let theirs: Client;
let ours: Belongings;
let foreign: Belongings;
/** Everybody of the other workspace: each role, and a key with every scope. */
const rivals = new Map<string, { client: Client; scopes: readonly Scope[] }>();
let operations: Operation[];

/** One of everything, made as its owner would. */
async function furnish(owner: Client, approver: Client, text: string): Promise<Belongings> {
  const made = async (method: 'post' | 'put', path: string, body?: object) => {
    const answer = await owner[method](path, body);
    if (answer.status >= 300)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const me = (await owner.get('/api/v1/me')).body;
  const project = (await made('post', '/api/v1/projects', { name: text, purpose: 'sales' })).id;
  const script = { title: 'Line', language: 'en-US', text };
  const scriptId = (await made('post', `/api/v1/projects/${project}/scripts`, script)).id;
  const batch = await made('post', `/api/v1/projects/${project}/batches`, { voiceId: 'flite:slt' });
  const version = batch.versionIds[0];
  const { id: second } = await made('post', `/api/v1/scripts/${scriptId}/versions`, { voiceId: 'flite:rms' });
  const readyOnce = (one: string) =>
    until(
      async () => (await owner.get(`/api/v1/versions/${one}`)).body,
      (seen) => seen.state === 'ready',
      60_000,
    );
  const [ready] = [await readyOnce(version), await readyOnce(second)];
  const { id: comment } = await made('post', `/api/v1/versions/${version}/comments`, { text });
  await made('post', `/api/v1/versions/${version}/status`, { to: 'in_review' });
  const approval = { to: 'approved', digest: ready.digest };
  expect((await approver.post(`/api/v1/versions/${version}/status`, approval)).status).toBe(200);
  await made('put', '/api/v1/channels/support-bot/slots/greeting', { versionId: version, reason: text });
  const release = await made('post', '/api/v1/releases', {
    items: [{ channel: 'support-bot', slot: 'hold', versionId: version }],
    reason: text,
    at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  // Nothing listens there: a delivery that fails is one as well.
  const hook = { url: 'http://127.0.0.1:9/', events: ['ping'] };
  const { id: webhook } = await made('post', '/api/v1/webhooks', hook);
  const { id: delivery } = await made('post', `/api/v1/webhooks/${webhook}/test`);
  const key = await made('post', '/api/v1/api-keys', { name: text, scopes: ['workspace:read'] });
  const person = { email: `${me.workspace.slug}@members.example`, name: text, role: 'viewer' };
  const { id: member } = await made('post', '/api/v1/members', { ...person, password: PASSWORD });
  const { id: personality } = await made('post', '/api/v1/personalities', { name: text });
  const voice = `/api/v1/personalities/${personality}/voice`;
  const hum = () =>
    wavOf(
      Int16Array.from({ length: 64_000 }, (_, i) => 3000 * Math.sin(i / 9)),
      16_000,
    );
  const { id: voiceSample } = await made('post', `${voice}/samples`, formOf({ file: hum() }));
  const consent = { speaker: text, scope: 'workspace', expiresAt: '2100-01-01T00:00:00Z' };
  const { id: voiceReview } = await made('post', `${voice}/consent`, formOf({ file: hum(), ...consent }));
  await made('put', `${voice}/settings`, { voiceId: 'flite:slt', settings: {} });
  await made('post', `${voice}/generate`, { text });
  const entries = [{ phrase: 'isolation', alias: text }];
  await made('post', '/api/v1/dictionaries', { entries, expectedNumber: 0 });
  const id = async (kind: keyof ReturnType<typeof MADE_WITH_TEXT>) =>
    (await made('post', ...MADE_WITH_TEXT(text)[kind])).id;
  const opening = { week: [{ weekday: 'monday', opens: '09:00', closes: '18:00' }], exceptions: [] };
  await made('put', '/api/v1/business/opening-hours', opening);
  const service = await id('service');
  const booking = { serviceId: service, startsAt: '2099-01-05T10:00:00Z', name: text, phone: null };
  const { id: appointment } = await made('post', '/api/v1/business/appointments', booking);
  await made('post', '/api/v1/tools/search_faq/try', { input: { query: text } });
  await made('put', '/api/v1/users/crm-1/preferences', { consent: true, name: text });
  const { id: session } = await made('post', '/api/v1/sessions', { preferences: { name: text } });
  const answer = await made('post', '/api/v1/chat', { message: `Hello. ${text}`, speak: true });
  // A call takes its conversation with it when it is deleted: it has one of its own.
  const told = await made('post', '/api/v1/chat', { message: `Hello again. ${text}` });
  const call = await keepCall(node.dataDir, me.workspace.id, told.conversationId, text);
  const { id: callFilter } = await made('post', '/api/v1/call-filters', {
    name: text,
    filter: { q: '0123' },
  });
  const flow = await id('flow');
  // A number can be in one workspace alone.
  const number = text === SECRETS.mine ? '+12025550101' : '+12025550102';
  const { id: phoneNumber } = await made('post', '/api/v1/phone-numbers', {
    number,
    name: text,
    flowId: flow,
  });
  return {
    flow,
    phoneNumber,
    order: await id('order'),
    customer: await id('customer'),
    product: await id('product'),
    faqEntry: await id('faqEntry'),
    service,
    appointment,
    httpTool: await id('httpTool'),
    mcpServer: await id('mcpServer'),
    personality,
    conversation: answer.conversationId,
    call,
    callFilter,
    message: answer.messageId,
    session,
    voiceSample,
    voiceReview,
    project,
    script: scriptId,
    version,
    second,
    digest: ready.digest,
    comment,
    batch: batch.id,
    release: release.id,
    webhook,
    delivery,
    apiKey: key.id,
    member,
    workspace: me.workspace.id,
    slug: me.workspace.slug,
  };
}

/** Asks for an address; of a stream only that it begins. */
async function ask(client: Client, { method, path }: Operation, fill: Fill) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = fill.path?.[name];
    if (value === undefined) throw new Error(`${path}: nothing fills {${name}}`);
    return encodeURIComponent(value);
  });
  const query = fill.query ? `?${new URLSearchParams(fill.query)}` : '';
  const answer = await client.call(method, filled + query, fill.body);
  const seen = Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : JSON.stringify(answer.body);
  return { status: answer.status, seen };
}

const fillOf = ({ name }: Operation) => {
  const fill = FILLS[name];
  if (!fill) throw new Error(`${name} is not known to this test: say in routeFills.ts how to ask for it`);
  return fill;
};
/** Whether an address says which thing is meant: then its request differs from workspace to workspace. */
const namesThings = (operation: Operation) =>
  JSON.stringify(fillOf(operation)(ours, foreign)) !== JSON.stringify(fillOf(operation)(foreign, foreign));
const may = (scopes: readonly Scope[], access: Operation['access']) =>
  access === 'public' || access === 'signed-in' || scopes.includes(access);

/** What time changes by itself: who was here last, the webhook that is tried again, checks that are under way. */
const RESTLESS = new Set([
  'lastSeenAt',
  'lastUsedAt',
  'lastDelivery',
  'attempts',
  'error',
  'nextAttemptAt',
  'lastAttemptAt',
  'freeBytes',
  'checks',
  'forecastCharacters',
  'forecastUsd',
  'latencyMs',
]);
const quiet = (field: string, value: unknown) => (RESTLESS.has(field) ? undefined : value);

/** Where time alone changes the answer: what is measured, what engines do, what is listened to, what is told and written down. */
const UNDER_WAY = /^\/metrics$|engines|events|audit|\/public\/|\/checks$/;

/** What only whoever made it may see, whatever their role. */
const MAKERS_ALONE = /\/sessions\/\{id\}$/;

/** All that the workspace's owner can read. */
async function everythingOf(owner: Client, has: Belongings): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const operation of operations) {
    if (operation.method !== 'GET' || UNDER_WAY.test(operation.path)) continue;
    const answer = await ask(owner, operation, fillOf(operation)(has, has));
    seen[operation.name] = answer.seen.startsWith('{')
      ? JSON.stringify(JSON.parse(answer.seen, quiet))
      : createHash('sha256').update(answer.seen).digest('hex');
  }
  return seen;
}

beforeAll(async () => {
  node = await startNode({
    ...OWNER,
    ...NO_LIMITS,
    // What is listened to at the end need not be heard to its end.
    VOICEOPS_DRAIN_SECONDS: '0',
    VOICEOPS_WEBHOOKS_PRIVATE_NETWORKS: 'true',
    VOICEOPS_TOOLS_PRIVATE_NETWORKS: 'true',
  });
  const { VOICEOPS_OWNER_EMAIL: email, VOICEOPS_OWNER_PASSWORD: password } = OWNER;
  mine = await signIn(node.url, email, password);
  await sampleShown(mine);
  const other = await mine.post('/api/v1/workspaces', { name: 'Rivals' });
  expect(other.status).toBe(201);
  // Entering replaces the session it is asked with, so the other workspace is entered from one of its own.
  const door = await signIn(node.url, email, password);
  const entered = await door.post(`/api/v1/workspaces/${other.body.id}/enter`);
  const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0];
  const host = clientOf(node.url, { cookie: cookieOf(entered.headers) });
  for (const role of ROLES) {
    const person = { email: `${role}@rivals.example`, name: role, role, password: PASSWORD };
    expect((await host.post('/api/v1/members', person)).status).toBe(201);
    const client = await signIn(node.url, person.email, PASSWORD);
    rivals.set(role, { client, scopes: ROLE_SCOPES[role] });
  }
  const rival = (role: Role) => (rivals.get(role) as { client: Client }).client;
  theirs = rival('owner');
  const key = await theirs.post('/api/v1/api-keys', { name: 'All', scopes: SCOPES });
  expect(key.status).toBe(201);
  rivals.set('key', { client: clientOf(node.url, { key: key.body.key }), scopes: SCOPES });
  ours = await furnish(mine, mine, SECRETS.mine);
  foreign = await furnish(theirs, rival('reviewer'), SECRETS.theirs);

  const document = (await mine.get('/api/openapi.json')).body;
  operations = Object.entries<Record<string, { 'x-access': Operation['access'] }>>(document.paths).flatMap(
    ([path, item]) =>
      Object.entries(item).map(([verb, { 'x-access': access }]) => {
        const method = verb.toUpperCase();
        return { name: `${method} ${path}`, method, path, access };
      }),
  );
}, 240_000);
afterAll(() => node?.stop(), 30_000);

test('this test knows how to ask for every address of the document, and for no others', () => {
  expect(Object.keys(FILLS).sort()).toEqual(operations.map(({ name }) => name).sort());
  expect(operations.filter(({ access }) => !access)).toEqual([]);
  const vague = operations.filter((one) => one.path.includes('{id}') && !namesThings(one));
  // Voices and engines belong to the installation.
  const shared = /\/(voices|voice-catalogue|engines)\//;
  expect(vague.map(({ path }) => path).filter((path) => !shared.test(path))).toEqual([]);
});

test('what can be read answers its own workspace, to every role that may', async () => {
  const wrong: string[] = [];
  const check = async (who: string, client: Client, has: Belongings, operation: Operation) => {
    const { status } = await ask(client, operation, fillOf(operation)(has, has));
    if (status !== 200) wrong.push(`${who} ${operation.name}: ${status}`);
  };
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    await check('my owner', mine, ours, operation);
    for (const [who, { client, scopes }] of rivals)
      if (may(scopes, operation.access) && (who === 'owner' || !MAKERS_ALONE.test(operation.path)))
        await check(who, client, foreign, operation);
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('each role is refused what its scopes do not give', async () => {
  const wrong: string[] = [];
  for (const operation of operations) {
    for (const [who, { client, scopes }] of rivals) {
      if (may(scopes, operation.access)) continue;
      const { status } = await ask(client, operation, fillOf(operation)(foreign, foreign));
      if (status !== 403) wrong.push(`${who} ${operation.name}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('a viewer changes nothing but what is their own, whatever the document says', async () => {
  // The public check takes a file and keeps nothing.
  const own = /\/(setup|sign-in|sign-out|me|enter|public\/check)$/;
  const { client } = rivals.get('viewer') as { client: Client };
  const wrong: string[] = [];
  for (const operation of operations.filter((one) => one.method !== 'GET' && !own.test(one.path))) {
    const { status } = await ask(client, operation, fillOf(operation)(foreign, foreign));
    if (status !== 403) wrong.push(`${operation.name}: ${status}`);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test("nothing is found under another workspace's ids, whoever asks and whatever for, and nothing changes", async () => {
  const wrong: string[] = [];
  const before = await everythingOf(mine, ours);
  const carrying = operations.filter(namesThings);
  expect(carrying.length).toBeGreaterThan(30);
  for (const operation of carrying) {
    for (const [who, { client, scopes }] of rivals) {
      const { status, seen } = await ask(client, operation, fillOf(operation)(ours, foreign));
      const expected = may(scopes, operation.access) ? [404] : [403];
      // Where rights depend on what is asked, a right that is missing may be told first; it says nothing of the id.
      if (operation.name === 'POST /api/v1/versions/{id}/status') expected.push(403);
      if (operation.name === 'POST /api/v1/workspaces/{id}/enter') expected.push(403);
      if (!expected.includes(status)) wrong.push(`${who} ${operation.name}: ${status} ${seen.slice(0, 200)}`);
      if (seen.includes(SECRETS.mine)) wrong.push(`${who} ${operation.name} says what is ours`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await everythingOf(mine, ours)).toEqual(before);
}, 120_000);

test('lists hold nothing of another workspace', async () => {
  const things = (has: Belongings) =>
    Object.entries(has).filter(([kind]) => !['slug', 'workspace'].includes(kind)) as [string, string][];
  const met = new Set<string>();
  const wrong: string[] = [];
  for (const operation of operations) {
    // A person is told of every workspace that they belong to.
    if (operation.method !== 'GET' || operation.access === 'public') continue;
    if (operation.path === '/api/v1/workspaces') continue;
    for (const [client, own, other] of [
      [mine, ours, foreign],
      [theirs, foreign, ours],
    ] as const) {
      const { seen } = await ask(client, operation, fillOf(operation)(own, own));
      for (const [kind, id] of things(other))
        if (seen.includes(id)) wrong.push(`${operation.name} shows a foreign ${kind}`);
      for (const [kind, id] of things(own)) if (seen.includes(id)) met.add(kind);
    }
  }
  expect(wrong).toEqual([]);
  // What its own owner never sees in an answer could not be missed there either.
  expect([...met].sort()).toEqual(
    things(ours)
      .map(([kind]) => kind)
      .sort(),
  );
}, 60_000);

test('without credentials nothing but the public addresses answers', async () => {
  const nobody = clientOf(node.url);
  for (const operation of operations.filter(({ access }) => access !== 'public')) {
    const { status } = await ask(nobody, operation, fillOf(operation)(ours, ours));
    expect([operation.name, status]).toEqual([operation.name, 401]);
  }
}, 60_000);

test('the same requests, asked by the owner of the ids, are understood', async () => {
  const wrong: string[] = [];
  // What takes things away comes last, the ones inside before those around them.
  const depth = ({ path }: Operation) => path.split('/').length;
  const weight = (one: Operation) =>
    one.name.startsWith('DELETE') ? 2 - depth(one) / 100 : one.name.endsWith('/enter') ? 3 : 0;
  const changing = operations.filter((one) => one.method !== 'GET' && namesThings(one));
  for (const operation of changing.sort((a, b) => weight(a) - weight(b))) {
    const { status, seen } = await ask(mine, operation, fillOf(operation)(ours, ours));
    // 409: the thing was found, and is in another state than the request needs.
    if (status >= 300 && status !== 409) wrong.push(`${operation.name}: ${status} ${seen.slice(0, 300)}`);
  }
  expect(wrong).toEqual([]);
}, 60_000);
