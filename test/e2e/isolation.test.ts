import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES, ROLES, type Role, type Scope } from '../../shared/access.ts';
import { contract } from '../../shared/api/contract.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';

const PASSWORD = 'a password long enough';

/** One of everything in a workspace, by the path parameter that names it. */
interface Belongings {
  project: string;
  script: string;
  version: string;
  comment: string;
  batch: string;
  release: string;
  webhook: string;
  delivery: string;
  apiKey: string;
  member: string;
  workspace: string;
}

let node: RunningNode;
let mine: Client;
let theirs: Client;
let ours: Belongings;
let foreign: Belongings;
const byRole = {} as Record<Role, Client>;

async function furnish(owner: Client, workspace: string): Promise<Belongings> {
  const made = async (method: 'post' | 'put', path: string, body: object) => {
    const answer = await owner[method](path, body);
    if (answer.status >= 300)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const project = (await made('post', '/api/v1/projects', { name: 'Mine', purpose: 'sales' })).id;
  const script = (
    await made('post', `/api/v1/projects/${project}/scripts`, {
      title: 'Line',
      language: 'en-US',
      text: 'Hello there.',
    })
  ).id;
  const batch = await made('post', `/api/v1/projects/${project}/batches`, { voiceId: 'flite:slt' });
  const version = batch.versionIds[0];
  await until(
    async () => (await owner.get(`/api/v1/versions/${version}`)).body.state,
    (state) => state === 'ready',
  );
  const comment = (await made('post', `/api/v1/versions/${version}/comments`, { text: 'Nice.' })).id;
  await made('post', `/api/v1/versions/${version}/status`, { to: 'in_review' });
  await made('post', `/api/v1/versions/${version}/status`, { to: 'approved' });
  await made('put', '/api/v1/channels/support-bot/slots/greeting', { versionId: version, reason: 'first' });
  const release = (
    await made('post', '/api/v1/releases', {
      items: [{ channel: 'support-bot', slot: 'hold', versionId: version }],
      reason: 'later',
      at: new Date(Date.now() + 3_600_000).toISOString(),
    })
  ).id;
  const webhook = (
    await made('post', '/api/v1/webhooks', { url: 'https://example.com/hook', events: ['ping'] })
  ).id;
  const delivery = (await made('post', `/api/v1/webhooks/${webhook}/test`, {})).id;
  const apiKey = (await made('post', '/api/v1/api-keys', { name: 'Reader', scopes: ['workspace:read'] })).id;
  const member = (await owner.get('/api/v1/members')).body.items[0].id;
  return {
    project,
    script,
    version,
    comment,
    batch: batch.id,
    release,
    webhook,
    delivery,
    apiKey,
    member,
    workspace,
  };
}

/** The path with the ids of one workspace's things in it. */
function addressOf(path: string, has: Belongings): string {
  const kinds: [RegExp, keyof Belongings][] = [
    [/\/projects\/:id/, 'project'],
    [/\/scripts\/:id/, 'script'],
    [/\/versions\/:id/, 'version'],
    [/\/comments\/:id/, 'comment'],
    [/\/batches\/:id/, 'batch'],
    [/\/releases\/:id/, 'release'],
    [/\/webhooks\/:id/, 'webhook'],
    [/\/deliveries\/:id/, 'delivery'],
    [/\/api-keys\/:id/, 'apiKey'],
    [/\/members\/:id/, 'member'],
    [/\/workspaces\/:id/, 'workspace'],
  ];
  const kind = kinds.find(([pattern]) => pattern.test(path))?.[1];
  return path
    .replace('/voices/:id', '/voices/flite:slt')
    .replace(':id', kind ? has[kind] : ':id')
    .replace(':slug', 'support-bot')
    .replace(':slot', 'greeting')
    .replace(/\/compare$/, `/compare?ids=${has.version},${has.version}`)
    .replace(/\/search$/, '/search?q=Line');
}

const routes = Object.entries(contract).filter(([name]) => name !== 'events' && name !== 'signOut');

beforeAll(async () => {
  node = await startNode({ ...OWNER, ...NO_LIMITS });
  mine = await signIn(node.url, OWNER.VOICEOPS_OWNER_EMAIL, OWNER.VOICEOPS_OWNER_PASSWORD);
  const home = (await mine.get('/api/v1/me')).body.workspace.id;
  const other = await mine.post('/api/v1/workspaces', { name: 'Rivals' });
  expect(other.status).toBe(201);
  const entered = await mine.post(`/api/v1/workspaces/${other.body.id}/enter`);
  theirs = clientOf(node.url, { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0] });
  expect((await theirs.get('/api/v1/me')).body.workspace.id).toBe(other.body.id);
  [ours, foreign] = [await furnish(mine, home), await furnish(theirs, other.body.id)];
  for (const role of ROLES) {
    const email = `${role}@rivals.example`;
    await theirs.post('/api/v1/members', { email, name: role, role, password: PASSWORD });
    byRole[role] = await signIn(node.url, email, PASSWORD);
  }
}, 120_000);
afterAll(() => node?.stop(), 30_000);

test('each id answers its own workspace', async () => {
  for (const [name, route] of routes.filter(([, one]) => one.method === 'GET')) {
    const answer = await mine.get(addressOf(route.path, ours));
    expect([name, answer.status]).toEqual([name, 200]);
  }
}, 60_000);

test("another workspace's ids are not found, whoever asks and whatever the method", async () => {
  const wrong: string[] = [];
  for (const [name, route] of routes) {
    if (!route.path.includes(':id') || route.path.includes('/voices/')) continue;
    for (const role of ROLES) {
      const answer = await byRole[role].call(
        route.method,
        addressOf(route.path, ours),
        route.method === 'GET' ? undefined : {},
      );
      // A body that the route refuses first (422) or a right that is missing (403) tells nothing about the id either.
      if (![403, 404, 422].includes(answer.status)) wrong.push(`${role} ${name}: ${answer.status}`);
      if (JSON.stringify(answer.body).includes('Hello there')) wrong.push(`${role} ${name}: leaks the text`);
    }
  }
  expect(wrong).toEqual([]);
  expect((await mine.get(`/api/v1/versions/${ours.version}`)).body).toMatchObject({
    status: 'approved',
    commentCount: 1,
  });
}, 120_000);

test('lists hold nothing of the other workspace', async () => {
  const hidden = Object.entries(foreign)
    .filter(([kind]) => kind !== 'member' && kind !== 'workspace')
    .map(([, id]) => id);
  for (const [name, route] of routes.filter(([, one]) => one.method === 'GET' && !one.path.includes(':'))) {
    const body = JSON.stringify((await mine.get(addressOf(route.path, ours))).body);
    if (name === 'listWorkspaces') continue;
    for (const id of hidden) expect([name, body.includes(id)]).toEqual([name, false]);
  }
}, 60_000);

test('each role may do what its scopes say, and nothing else', async () => {
  const wrong: string[] = [];
  for (const [name, route] of routes) {
    if (route.access === 'public' || route.access === 'signed-in') continue;
    const scope = route.access as Scope;
    for (const role of ROLES) {
      if (ROLE_SCOPES[role].includes(scope)) continue;
      const answer = await byRole[role].call(
        route.method,
        addressOf(route.path, foreign),
        route.method === 'GET' ? undefined : {},
      );
      if (answer.status !== 403) wrong.push(`${role} ${name}: ${answer.status}`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('without credentials nothing but the public addresses answers', async () => {
  const nobody = clientOf(node.url);
  for (const [name, route] of routes.filter(([, one]) => one.access !== 'public')) {
    const answer = await nobody.call(
      route.method,
      addressOf(route.path, ours),
      route.method === 'GET' ? undefined : {},
    );
    expect([name, answer.status]).toEqual([name, 401]);
  }
}, 60_000);
