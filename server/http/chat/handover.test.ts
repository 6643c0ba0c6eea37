import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scope } from '../../../shared/access.ts';
import { ChatReply, type Message } from '../../../shared/api/chat.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { type Client, clientOf } from '../../../test/support/client.ts';
import { openEventBus } from '../../db/eventBus.ts';
import { tellWhoWaits } from '../../dialogue/handover/tellWhoWaits.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { mountSessions } from '../speechApi/sessions.ts';

let scene: ChatScene;
let anna: Client;
let ben: Client;
beforeAll(async () => {
  scene = await chatScene({ mounts: (parts) => [(app) => mountSessions(app, parts)] });
  anna = await member('Anna');
  ben = await member('Ben');
}, 60_000);
afterAll(() => scene.close());

async function member(
  name: string,
  scopes: Scope[] = ['conversations:write', 'calls:join'],
): Promise<Client> {
  const { workspaceId, ownerId } = scene.workspace;
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { key } = await createApiKey(scene.db.database, owner, { name, scopes });
  return clientOf(scene.url, { key });
}

const say = (message: string, more: object = {}, headers: Record<string, string> = {}) =>
  scene.owner.post('/api/v1/chat', { message, ...more }, headers);
const its = (id: string) => `/api/v1/conversations/${id}`;
/** A conversation in which a person was asked for. */
async function waiting(more: object = {}): Promise<string> {
  const { body } = await say('I want to speak to a person, please.', more);
  expect(body.actions).toMatchObject([{ kind: 'transfer' }]);
  return body.conversationId;
}
/** What was said, oldest first. */
const said = async (id: string): Promise<Message[]> =>
  (await anna.get(`${its(id)}/messages?limit=50`)).body.items.reverse();
const inDatabase = (query: ReturnType<typeof sql>) =>
  scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) => tx.execute(query));

test('a member takes over whoever waits, answers in their own name, and gives back to the agent', async () => {
  const id = await waiting();
  const taken = await anna.post(`${its(id)}/take-over`, {});
  expect([taken.status, taken.body]).toMatchObject([
    200,
    { waitsSince: null, heldBy: { member: { kind: 'key', name: 'Anna' } } },
  ]);

  // The agent is silent: what is said goes to the person, and the program is told so.
  const passed = await say('Is anybody there?', { conversationId: id, speak: true });
  expect(passed.status, JSON.stringify(passed.body)).toBe(200);
  expect(ChatReply.parse(passed.body)).toMatchObject({
    text: '',
    end: 'held',
    heldBy: { name: 'Anna' },
    agent: { id: 'none' },
    audioUrl: null,
  });
  const held = (await anna.get(its(id))).body;
  expect(Date.parse(held.heldBy.unansweredSince)).toBeLessThanOrEqual(Date.now());
  const written = await anna.post(`${its(id)}/messages`, { text: 'Yes, this is Anna. We refund it.' });
  expect([written.status, written.body]).toMatchObject([
    201,
    { by: 'member', member: { name: 'Anna' }, did: 'said', text: 'Yes, this is Anna. We refund it.' },
  ]);
  expect((await anna.get(its(id))).body.heldBy.unansweredSince).toBeNull();

  const back = await anna.post(`${its(id)}/hand-back`);
  expect([back.status, back.body.heldBy, back.body.waitsSince]).toEqual([200, null, null]);
  const next = await say('What are your opening hours?', { conversationId: id });
  expect(next.body).toMatchObject({ end: 'complete', heldBy: null, agent: { id: 'builtin' } });

  const all = await said(id);
  expect(all.map((one) => (one.by === 'member' ? one.did : one.by))).toEqual([
    ...['person', 'agent', 'took-over', 'person', 'said', 'handed-back', 'person', 'agent'],
  ]);
  expect(all[3]).toMatchObject({ text: 'Is anybody there?', passedTo: { name: 'Anna' } });
  expect(all[6]).toMatchObject({ passedTo: null });
  expect((await anna.get(its(id))).body.messageCount).toBe(all.length);
  const { rows } = await inDatabase(
    sql`select action, actor_name from audit_entries where subject_id = ${id} order by sequence`,
  );
  expect(rows).toEqual([
    { action: 'conversation.taken-over', actor_name: 'Anna' },
    { action: 'conversation.handed-back', actor_name: 'Anna' },
  ]);
});

test('of two who take over at once one gets it; the other sees who has it, and may take it from them', async () => {
  const id = await waiting();
  const both = await Promise.all([anna, ben].map((one) => one.post(`${its(id)}/take-over`, {})));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [winner, loser, name] = both[0]!.status === 200 ? [anna, ben, 'Anna'] : [ben, anna, 'Ben'];
  const refused = both.find(({ status }) => status === 409)!;
  expect(refused.body).toMatchObject({ code: 'conversation-held', detail: expect.stringContaining(name) });
  const holder = (await loser.get(its(id))).body.heldBy.member;
  expect(holder.name).toBe(name);
  for (const act of ['hand-back', 'close'])
    expect((await loser.post(`${its(id)}/${act}`)).body.code).toBe('conversation-held');
  expect((await loser.post(`${its(id)}/messages`, { text: 'Hello' })).body.code).toBe('conversation-held');
  // Whoever has it may say so again.
  expect((await winner.post(`${its(id)}/take-over`, {})).status).toBe(200);
  const from = await loser.post(`${its(id)}/take-over`, { from: holder.id });
  expect(from.status).toBe(200);
  expect((await winner.post(`${its(id)}/messages`, { text: 'Hello' })).body.code).toBe('conversation-held');
  expect((await loser.post(`${its(id)}/close`)).body.heldBy).toBeNull();
  expect((await loser.post(`${its(id)}/messages`, { text: 'Hello' })).body.code).toBe('conflict');
});

test('what is said twice by the same request is said once, on either side', async () => {
  const id = await waiting();
  await anna.post(`${its(id)}/take-over`, {});
  const twice = async (send: () => Promise<{ body: unknown }>) => {
    const [one, two] = [await send(), await send()];
    expect(two.body).toEqual(one.body);
  };
  await twice(() => say('Hello?', { conversationId: id }, { 'idempotency-key': 'a-visitor' }));
  await twice(() => anna.post(`${its(id)}/messages`, { text: 'Hello!' }, { 'idempotency-key': 'anna' }));
  expect((await said(id)).filter(({ text }) => /^Hello[?!]$/.test(text))).toHaveLength(2);
});

test('everybody who looks is told of it as it happens', async () => {
  const bus = await openEventBus(scene.db.url);
  const told: string[] = [];
  bus.subscribe(scene.workspace.workspaceId, (event) => {
    if (event.type === 'conversation-changed') told.push(event.conversationId);
  });
  const id = await waiting();
  const acts = [
    () => anna.post(`${its(id)}/take-over`, {}),
    () => say('Hello?', { conversationId: id }),
    () => anna.post(`${its(id)}/messages`, { text: 'Hello!' }),
    () => anna.post(`${its(id)}/hand-back`),
  ];
  await expect.poll(() => told).toEqual([id]);
  for (const [n, act] of acts.entries()) {
    await act();
    await expect.poll(() => told.length).toBe(n + 2);
  }
  await bus.close();
});

test('who talks with personalities alone, or is of another workspace, takes nothing over', async () => {
  const id = await waiting();
  for (const path of ['take-over', 'hand-back', 'close', 'messages']) {
    const body = path === 'messages' ? { text: 'I am Anna.' } : {};
    expect((await scene.owner.post(`${its(id)}/${path}`, body)).status).toBe(403);
  }
  const joins = await member('Somebody', ['calls:join']);
  expect((await joins.get(its(id))).status).toBe(403);
  expect((await scene.stranger.post(`${its(id)}/take-over`, {})).status).toBe(403);
});

test('whoever waits is told when nobody comes, and one whom nobody answers is the agent’s again', async () => {
  const [id, left] = [await waiting(), await waiting()];
  const deps = { database: scene.db.database, audioStore: scene.audioStore };
  await anna.post(`${its(left)}/take-over`, {});
  await say('Hello?', { conversationId: left });
  await inDatabase(
    sql`update conversations set waits_since = waits_since - interval '6 minutes' where id = ${id}`,
  );
  await inDatabase(
    sql`update conversations set unanswered_since = now() - interval '11 minutes' where id = ${left}`,
  );
  for (const _ of [1, 2]) await tellWhoWaits(deps);
  expect((await said(id)).slice(2)).toMatchObject([
    { by: 'member', did: 'nobody-came', member: { kind: 'system' } },
  ]);
  expect((await said(left)).at(-1)).toMatchObject({ did: 'left', member: { name: 'Anna' } });
  const again = (await anna.get(its(left))).body;
  expect([again.heldBy, again.waitsSince === null]).toEqual([null, false]);
  expect((await say('When are you open?', { conversationId: left })).body.end).toBe('complete');
  // It goes on waiting meanwhile, and is found where those stand who wait.
  const list = (await anna.get('/api/v1/conversations?waiting=true')).body.items;
  expect(list.map((one: { id: string }) => one.id)).toEqual(expect.arrayContaining([id, left]));
});

test('every page tells in how many conversations somebody is waited for', async () => {
  const list = (who: typeof anna, more = '') => who.get(`/api/v1/conversations?limit=1${more}`);
  const countOf = async (who: typeof anna) => (await list(who)).body.waitingForMe as number;
  const before = await countOf(anna);
  const [mine, others] = [await waiting(), await waiting()];
  const page = (await list(anna, '&waiting=true')).body;
  expect([page.items.length, page.waitingForMe]).toEqual([1, before + 2]);
  // Whoever asked for a person is not that person; nor is somebody who may not answer.
  expect(await countOf(scene.owner)).toBe(0);
  expect(await countOf(await member('Reader', ['conversations:write']))).toBe(0);

  const bert = await member('Bert', ['conversations:write', 'calls:join']);
  await bert.post(`${its(others)}/take-over`, {});
  await anna.post(`${its(mine)}/take-over`, {});
  expect(await countOf(anna)).toBe(before + 1);
  await anna.post(`${its(mine)}/messages`, { text: 'Hello, this is Anna.' });
  expect(await countOf(anna)).toBe(before);
});

test('in a session of a program people read along from when one is asked for until they give back', async () => {
  const { id: sessionId, conversationId: id } = (
    await scene.owner.post('/api/v1/sessions', { idleSeconds: 60 })
  ).body;
  await say('Hello there', { sessionId });
  expect((await anna.get(its(id))).status).toBe(404);
  await waiting({ sessionId });
  // It does not end over it that its user waits.
  const { expiresAt } = (await scene.owner.get(`/api/v1/sessions/${sessionId}`)).body;
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 30 * 60_000);
  // Another program of the workspace still reads nothing of it.
  const program = await member('Program', ['conversations:write']);
  expect((await program.get(its(id))).status).toBe(404);
  expect((await anna.post(`${its(id)}/take-over`, {})).status).toBe(200);
  expect((await say('Hello?', { sessionId })).body).toMatchObject({ end: 'held', heldBy: { name: 'Anna' } });
  await anna.post(`${its(id)}/messages`, { text: 'Hello, this is Anna.' });
  const { messages } = (await scene.owner.get(`/api/v1/sessions/${sessionId}`)).body;
  expect(messages[0]).toMatchObject({ by: 'member', member: { name: 'Anna' }, text: 'Hello, this is Anna.' });
  // Nobody but its owner talks in it or deletes it.
  expect((await say('Hello?', { conversationId: id })).status).toBe(404);
  expect((await anna.del(its(id))).status).toBe(404);
  expect((await anna.post(`${its(id)}/hand-back`)).status).toBe(200);
  expect((await anna.get(its(id))).status).toBe(404);
});
