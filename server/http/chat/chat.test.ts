import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatEvent, ChatReply } from '../../../shared/api/chat.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { until } from '../../../test/support/client.ts';
import { forgetOldAnswers } from '../../dialogue/chat/cachedAnswers.ts';

let scene: ChatScene;
beforeAll(async () => {
  scene = await chatScene();
}, 60_000);
afterAll(() => scene.close());

const say = (message: string, more: object = {}, headers: Record<string, string> = {}) =>
  scene.owner.post('/api/v1/chat', { message, ...more }, headers);

test('a message is answered, and the conversation goes on', async () => {
  const first = await say('Hello there');
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  expect(ChatReply.parse(first.body)).toMatchObject({
    agent: { id: 'builtin' },
    intent: 'greeting',
    end: 'complete',
    audioUrl: null,
    tools: [],
  });
  expect(first.body.text).toBe('Hello, this is the AI assistant. How can I help you?');
  const { conversationId } = first.body;
  const second = await say('What are your opening hours?', { conversationId });
  expect(second.body.text).not.toMatch(/AI assistant/);
  expect(second.body.tools).toMatchObject([{ tool: 'opening_hours', answer: { ok: true } }]);

  const conversation = (await scene.owner.get(`/api/v1/conversations/${conversationId}`)).body;
  expect(conversation).toMatchObject({ title: 'Hello there', messageCount: 4, answering: false });
  const said = (await scene.owner.get(`/api/v1/conversations/${conversationId}/messages?limit=3`)).body;
  expect(said.items.map(({ by }: { by: string }) => by)).toEqual(['agent', 'person', 'agent']);
  const rest = await scene.owner.get(
    `/api/v1/conversations/${conversationId}/messages?cursor=${said.nextCursor}`,
  );
  expect(rest.body.items).toMatchObject([
    { by: 'person', text: 'Hello there', understanding: { intent: 'greeting' } },
  ]);
  const list = (await scene.owner.get('/api/v1/conversations?mine=true')).body;
  expect(list.items[0].id).toBe(conversationId);
});

test('streamed, it tells the same piece by piece, with sound in order', async () => {
  const events = await scene.stream({ message: 'What are your opening hours?', speak: true });
  for (const event of events) ChatEvent.parse(event);
  const kinds = events.map(({ kind }) => kind);
  expect(kinds[0]).toBe('started');
  expect(kinds.at(-1)).toBe('done');
  const done = events.at(-1) as Extract<ChatEvent, { kind: 'done' }>;
  const text = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  expect(done.reply.text).toBe(text);
  const sentences = events.filter(({ kind }) => kind === 'sentence');
  const sounds = events.flatMap((event) => (event.kind === 'audio' ? [event] : []));
  expect(sounds.map(({ index }) => index)).toEqual(sentences.map((_, index) => index));
  for (const { base64, durationMs } of sounds) {
    expect(Buffer.from(base64, 'base64').length).toBeGreaterThan(500);
    expect(durationMs).toBeGreaterThan(200);
  }
  const { audioUrl, audioDurationMs, speech } = done.reply;
  expect(speech).toMatchObject({ engine: 'flite' });
  expect(audioDurationMs).toBeCloseTo(
    sounds.reduce((sum, { durationMs }) => sum + durationMs, 0),
    -1,
  );
  const whole = await scene.owner.get(audioUrl!);
  expect(whole.headers.get('content-type')).toBe('audio/mpeg');
  expect(whole.headers.get('cache-control')).toMatch(/private/);
  const part = await scene.owner.call('GET', audioUrl!, undefined, { range: 'bytes=0-99' });
  expect([part.status, part.body.length]).toEqual([206, 100]);
  expect((await scene.stranger.get(audioUrl!)).status).toBe(404);
  await scene.owner.del(`/api/v1/conversations/${done.reply.conversationId}`);
  expect((await scene.owner.get(audioUrl!)).status).toBe(404);
});

test('a request that is repeated gets the same answer, and says nothing twice', async () => {
  const headers = { 'idempotency-key': 'once' };
  const [one, two] = [await say('Hello again', {}, headers), await say('Hello again', {}, headers)];
  expect(two.body).toEqual(one.body);
  expect((await say('Something else', {}, headers)).body.code).toBe('idempotency-mismatch');
  const { body } = await scene.owner.get(`/api/v1/conversations/${one.body.conversationId}`);
  expect(body.messageCount).toBe(2);
});

test('whoever is not of the workspace finds nothing, and changes nothing', async () => {
  const { conversationId, messageId } = (await say('Hello')).body;
  const its = `/api/v1/conversations/${conversationId}`;
  for (const [method, path, body] of [
    ['GET', its],
    ['GET', `${its}/messages`],
    ['GET', `${its}/messages/${messageId}/audio`],
    ['POST', `${its}/stop`],
    ['DELETE', its],
    ['POST', '/api/v1/chat', { message: 'Hello', conversationId }],
  ] as const) {
    const { status } = await scene.stranger.call(method, path, body);
    expect([method, path, status]).toEqual([method, path, 404]);
  }
  expect((await scene.stranger.get('/api/v1/conversations')).body.items).toEqual([]);
  expect((await scene.owner.get(its)).body.messageCount).toBe(2);
});

test('what was said lies sealed', async () => {
  await say('My secret word is rhubarb');
  const { rows } = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(
      `select encode(sealed_secret, 'escape') as text from messages union all select encode(sealed_secret, 'escape') from conversations`,
    ),
  );
  expect(rows.length).toBeGreaterThan(2);
  expect(JSON.stringify(rows)).not.toContain('rhubarb');
});

test('the same first question is answered from memory, and counted', async () => {
  const first = await say('How are you?');
  const second = await say('how are  you');
  expect([first.body.cached, second.body.cached]).toEqual([false, true]);
  expect(second.body.text).toBe(first.body.text);
  // After a day nothing is left of it.
  const { database } = scene.db;
  expect(await forgetOldAnswers(database)).toBe(0);
  await database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(`update cached_answers set expires_at = now() - interval '1 second'`),
  );
  expect(await forgetOldAnswers(database)).toBeGreaterThan(0);
  // Within a conversation, or with something personal, nothing is remembered.
  const { conversationId } = second.body;
  expect((await say('How are you?', { conversationId })).body.cached).toBe(false);
});

test('messages that cannot be taken say why', async () => {
  expect((await say('')).status).toBe(422);
  expect((await say('x'.repeat(4001))).status).toBe(422);
  const nobody = '019aa000-0000-7000-8000-000000000000';
  expect((await say('Hi', { conversationId: nobody })).body.code).toBe('not-found');
  expect((await say('Hi', { personalityId: nobody })).body.code).toBe('not-found');
  // Nothing of them is kept, and the conversation is free for the next.
  const { conversationId } = (await say('Hello there')).body;
  expect((await say('Hi', { conversationId, personalityId: nobody })).body.code).toBe('not-found');
  expect((await say('Hi', { conversationId })).status).toBe(200);
  const { messageCount } = (await scene.owner.get(`/api/v1/conversations/${conversationId}`)).body;
  expect(messageCount).toBe(4);
  await until(
    async () => (await scene.owner.get('/api/v1/conversations')).status,
    (status) => status === 200,
  );
});

test('who asks for a person waits until somebody has seen to it', async () => {
  const { body } = await say('I want to speak to a person, please.');
  expect(body.actions).toMatchObject([{ kind: 'transfer' }]);
  expect(body.text).toContain('I have asked for a person');
  const { conversationId: id } = body;
  const waiting = async () =>
    (await scene.owner.get('/api/v1/conversations?waiting=true')).body.items.map(
      (one: { id: string }) => one.id,
    );
  expect(await waiting()).toContain(id);
  const since = (await scene.owner.get(`/api/v1/conversations/${id}`)).body.waitsSince;
  expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
  // Going on to talk changes nothing about that.
  await say('What are your opening hours?', { conversationId: id });
  expect((await scene.owner.get(`/api/v1/conversations/${id}`)).body.waitsSince).toBe(since);
  for (const _ of [1, 2])
    expect((await scene.owner.post(`/api/v1/conversations/${id}/attend`)).body).toMatchObject({
      id,
      waitsSince: null,
    });
  expect(await waiting()).not.toContain(id);
});
