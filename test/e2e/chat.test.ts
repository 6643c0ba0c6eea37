import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatEvent, ChatEvent as Event } from '../../shared/api/chat.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { streamChat } from '../support/streamChat.ts';

let node: RunningNode;
let owner: Client;
const key = OWNER.VOICEOPS_OWNER_API_KEY;

beforeAll(async () => {
  node = await startNode({ ...OWNER, ...NO_LIMITS });
  owner = clientOf(node.url, { key });
}, 120_000);
afterAll(() => node?.stop(), 30_000);

const doneOf = (events: readonly ChatEvent[]) => {
  const done = events.at(-1);
  if (done?.kind !== 'done') throw new Error(`it ended with ${JSON.stringify(done)}`);
  return done.reply;
};

test('an order is asked for and a table of times is spoken, by the built-in agent of the sample workspace', async () => {
  // The sample content comes with the first start, a moment after it serves.
  const asked = await until(
    () => streamChat(node.url, key, { message: 'Where is my order 12345?', speak: true }),
    (events) => /out for delivery/i.test(doneOf(events).text),
  );
  for (const event of asked) Event.parse(event);
  const reply = doneOf(asked);
  expect(reply).toMatchObject({ agent: { id: 'builtin' }, intent: 'order-status', end: 'complete' });
  expect(reply.text).toMatch(/the AI assistant/);
  expect(asked.filter(({ kind }) => kind === 'audio').length).toBeGreaterThan(1);
  expect(((await owner.get(reply.audioUrl!)).body as Buffer).length).toBeGreaterThan(5000);
  const more = await owner.post('/api/v1/chat', {
    message: 'Thank you, and when are you open?',
    conversationId: reply.conversationId,
  });
  expect(more.body.text).toMatch(/monday|nine|9/i);
});

test('who leaves is not waited for, and two at once are told apart', async () => {
  const left = await streamChat(
    node.url,
    key,
    { message: 'Hello', speak: true },
    {
      onEvent: ({ kind }, leave) => kind === 'understood' && leave(),
    },
  );
  const [started] = left;
  const conversationId = started?.kind === 'started' ? started.conversationId : '';
  const its = `/api/v1/conversations/${conversationId}`;
  await until(
    async () => (await owner.get(its)).body,
    ({ answering }) => answering === false,
  );
  const both = await Promise.all(
    ['What are your hours?', 'Where is order 12345?'].map((message) =>
      owner.post('/api/v1/chat', { message, conversationId }),
    ),
  );
  for (const { status, body } of both) expect([200, 409], JSON.stringify(body)).toContain(status);
  expect(both.some(({ status }) => status === 200)).toBe(true);
  const answered = both.filter(({ status }) => status === 200).length;
  expect((await owner.get(its)).body.messageCount).toBe(2 + 2 * answered);
});

test('a key without the right, and one of another workspace, get nothing', async () => {
  const { conversationId } = (await owner.post('/api/v1/chat', { message: 'Hello' })).body;
  const reader = await owner.post('/api/v1/api-keys', { name: 'Reader', scopes: ['workspace:read'] });
  const may = clientOf(node.url, { key: reader.body.key });
  expect((await may.post('/api/v1/chat', { message: 'Hello' })).status).toBe(403);
  expect((await may.get(`/api/v1/conversations/${conversationId}`)).status).toBe(403);

  const { VOICEOPS_OWNER_EMAIL: email, VOICEOPS_OWNER_PASSWORD: password } = OWNER;
  const door = await signIn(node.url, email, password);
  const other = await door.post('/api/v1/workspaces', { name: 'Rivals' });
  const entered = await door.post(`/api/v1/workspaces/${other.body.id}/enter`);
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0]!;
  const rival = clientOf(node.url, { cookie });
  expect((await rival.get(`/api/v1/conversations/${conversationId}`)).status).toBe(404);
  expect((await rival.post('/api/v1/chat', { message: 'Hi', conversationId })).status).toBe(404);

  expect((await owner.del(`/api/v1/conversations/${conversationId}`)).status).toBe(204);
  expect((await owner.get(`/api/v1/conversations/${conversationId}`)).status).toBe(404);
});
