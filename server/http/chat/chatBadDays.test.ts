import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type ChatEvent, ChatReply } from '../../../shared/api/chat.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { until } from '../../../test/support/client.ts';
import type { ModelScript } from '../../../test/support/models/modelScript.ts';
import { type ModelServer, startModelServer } from '../../../test/support/models/modelServer.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { ProblemError } from '../../problem.ts';
import { mountTools } from '../tools/tools.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function scene(
  script: ModelScript,
  options: Parameters<typeof chatScene>[0] = {},
): Promise<{ chat: ChatScene; server: ModelServer }> {
  const server = await startModelServer({ dialect: 'anthropic', script });
  open.push(server);
  const chat = await chatScene({ model: { id: 'anthropic', baseUrl: server.url }, ...options });
  open.push(chat);
  return { chat, server };
}

const last = (events: readonly ChatEvent[]) => events.at(-1);
const messagesOf = async (chat: ChatScene, id: string) =>
  (await chat.owner.get(`/api/v1/conversations/${id}/messages`)).body.items;
const idOf = (events: readonly ChatEvent[]) => {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('it did not start');
  return started.conversationId;
};
const STALLED: ModelScript = [{ say: 'It is out for', trouble: 'stall' }, { say: 'Here I am.' }];
const spoke = (event: ChatEvent) => event.kind === 'text' && event.text.includes('for');

test('who leaves the stream stops the model at once; what was said stays, marked', async () => {
  const { chat, server } = await scene(STALLED);
  const events = await chat.stream(
    { message: 'Where is it?' },
    {
      onEvent: (event, leave) => spoke(event) && leave(),
    },
  );
  await server.quiet();
  const messages = await until(
    () => messagesOf(chat, idOf(events)),
    ([answer]) => answer.end !== null,
  );
  expect(messages[0]).toMatchObject({
    by: 'agent',
    end: 'aborted',
    text: 'Hello, this is the AI assistant. How can I help you?\n\nIt is out for',
  });
  const next = await chat.owner.post('/api/v1/chat', { message: 'And?', conversationId: idOf(events) });
  expect(next.body).toMatchObject({ text: 'Here I am.', end: 'complete' });
});

test('stop ends the answer at once, also from another node', async () => {
  const { chat, server } = await scene(() => ({ say: 'It is out for', trouble: 'stall' }));
  const other = await chatScene({ beside: chat });
  open.push(other);
  for (const node of [chat, other]) {
    let id = '';
    let stopped: Promise<unknown> | undefined;
    const events = await chat.stream(
      { message: 'Where is it?' },
      {
        onEvent: (event) => {
          if (event.kind === 'started') id = event.conversationId;
          if (spoke(event)) stopped = node.owner.post(`/api/v1/conversations/${id}/stop`);
        },
      },
    );
    expect(await stopped).toMatchObject({ body: { stopped: true } });
    expect(last(events)).toMatchObject({ kind: 'done', reply: { end: 'aborted' } });
    await server.quiet();
    expect((await node.owner.post(`/api/v1/conversations/${id}/stop`)).body).toEqual({ stopped: false });
  }
});

test('two messages at once: the second is told so, and nothing is lost', async () => {
  const { chat } = await scene([{ say: 'One.' }, { say: 'Two.', firstPieceAfterMs: 600 }, { say: 'Three.' }]);
  const first = (await chat.owner.post('/api/v1/chat', { message: 'First' })).body;
  const { conversationId } = first;
  const say = (message: string) => chat.owner.post('/api/v1/chat', { message, conversationId });
  const both = await Promise.all([say('Second'), say('Second too')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const busy = both.find(({ status }) => status === 409)!;
  expect(busy.body).toMatchObject({ code: 'conversation-busy', retryable: true });
  expect(busy.headers.get('retry-after')).toBe('2');
  expect((await say('Third')).status).toBe(200);
  expect((await messagesOf(chat, conversationId)).length).toBe(6);
});

test('a repeated request while the first is under way is told so', async () => {
  const { chat } = await scene([{ say: 'Slow.', firstPieceAfterMs: 600 }]);
  const ask = () => chat.owner.post('/api/v1/chat', { message: 'Hi' }, { 'idempotency-key': 'k' });
  const answers = await Promise.all([ask(), ask()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('idempotency-in-progress');
});

test('the lease of a node that died is over; what it wrote stays and is marked', async () => {
  const { chat } = await scene([{ say: 'One.' }, { say: 'Two.' }]);
  const { conversationId } = (await chat.owner.post('/api/v1/chat', { message: 'First' })).body;
  const { workspaceId } = chat.workspace;
  const sealed = chat.audioStore.seal(JSON.stringify({ text: 'It is out' }));
  const crash = (leaseUntil: string) =>
    chat.db.database.withWorkspace(workspaceId, async (tx) => {
      await tx.execute(sql`insert into messages (id, workspace_id, conversation_id, number, by, sealed_secret)
        values (gen_random_uuid(), ${workspaceId}, ${conversationId}, 3, 'agent', ${sealed})
        on conflict do nothing`);
      await tx.execute(sql`update conversations set message_count = 3, lease_until = ${leaseUntil}::timestamptz,
        turn_id = (select id from messages where conversation_id = ${conversationId} and number = 3)`);
    });
  await crash('2100-01-01');
  const say = () => chat.owner.post('/api/v1/chat', { message: 'Again', conversationId });
  expect((await say()).body.code).toBe('conversation-busy');
  expect((await messagesOf(chat, conversationId))[0]).toMatchObject({ end: null, text: 'It is out' });
  await crash('2020-01-01');
  expect((await messagesOf(chat, conversationId))[0]).toMatchObject({ end: 'failed' });
  expect((await say()).body.end).toBe('complete');
  const ends = (await messagesOf(chat, conversationId)).flatMap(({ by, end }: { by: string; end: string }) =>
    by === 'agent' ? [end] : [],
  );
  expect(ends).toEqual(['complete', 'failed', 'complete']);
});

test('when every model is down the built-in agent answers', async () => {
  const { chat } = await scene(() => ({ fail: 'overloaded' }));
  const { body } = await chat.owner.post('/api/v1/chat', { message: 'What are your opening hours?' });
  expect(ChatReply.parse(body)).toMatchObject({
    agent: { id: 'builtin' },
    end: 'complete',
    tools: [{ tool: 'opening_hours' }],
  });
});

test('speech fails while the text arrives, and says why', async () => {
  const { engine } = unrulyEngine('a', {
    firstMs: 1,
    fails: new ProblemError('engine-unavailable', 'It is down.'),
  });
  const { chat } = await scene([{ say: 'Here is one. And another.' }], {
    speech: openTestSpeech([engine]),
  });
  const events = await chat.stream({ message: 'Say something', speak: true });
  expect(events.filter(({ kind }) => kind === 'speech-failed')).toMatchObject([
    { code: 'engine-unavailable' },
  ]);
  expect(last(events)).toMatchObject({
    kind: 'done',
    reply: {
      text: 'Hello, this is the AI assistant. How can I help you?\n\nHere is one. And another.',
      audioUrl: null,
      speechProblem: { code: 'engine-unavailable', detail: 'It is down.' },
    },
  });
});

test('what grows too long is summarised beside the answer, and facts stay', async () => {
  const long = 'word '.repeat(700);
  const { chat, server } = await scene((asked) =>
    asked.instructions.startsWith('You write down') ? { say: 'They like words.' } : { say: long },
  );
  let conversationId: string | undefined;
  for (let n = 0; n < 8; n++) {
    const { body } = await chat.owner.post('/api/v1/chat', {
      message: `Message ${n} please`,
      conversationId,
    });
    conversationId = body.conversationId;
  }
  const told = server.asked.filter(({ instructions }) => !instructions.startsWith('You write down')).at(-1)!;
  expect(told.instructions).toContain('<summary>\nThey like words.\n</summary>');
  expect(told.messages.length).toBeLessThan(15);
});

test('answers come though the memory of answers is out of order', async () => {
  const { chat } = await scene([{ say: 'Fine, thank you.' }]);
  const owner = new pg.Client({ connectionString: chat.db.url });
  await owner.connect();
  await owner.query('alter table cached_answers rename to away');
  await owner.end();
  const { status, body } = await chat.owner.post('/api/v1/chat', { message: 'How are you?' });
  expect([status, body.end, body.cached]).toEqual([200, 'complete', false]);
});

test('the text arrives though its sound cannot be kept', async () => {
  const { chat } = await scene([{ say: 'Here is one.' }]);
  Object.assign(chat.audioStore, {
    putPrivate: async () => {
      throw new Error('no space left on device');
    },
  });
  const { status, body } = await chat.owner.post('/api/v1/chat', { message: 'Say something', speak: true });
  expect([status, body.end, body.audioUrl]).toEqual([200, 'complete', null]);
  expect(body.text).toContain('Here is one.');
  expect(body.speechProblem).toMatchObject({ code: 'unavailable' });
});

test('a tool that a workspace sets up, or switches off, counts from the next message on', async () => {
  const { chat, server } = await scene(() => ({ say: 'I see.' }), {
    mounts: ({ tools }) => [(app) => mountTools(app, tools)],
    scopes: ['conversations:write', 'settings:manage'],
  });
  const { conversationId } = (await chat.owner.post('/api/v1/chat', { message: 'Hello' })).body;
  const offered = async () => {
    await chat.owner.post('/api/v1/chat', { message: 'Is there any news?', conversationId });
    return server.asked.at(-1)!.tools.map(({ name }) => name);
  };
  const before = await offered();
  const input = {
    name: 'weather',
    title: 'Weather',
    description: 'Tells the weather.',
    inputSchema: { type: 'object', properties: {} },
    method: 'GET',
    urlTemplate: 'http://127.0.0.1:1/weather',
    effect: false,
    intents: [],
    headers: {},
    timeoutMs: 1000,
    active: true,
  };
  const made = await chat.owner.post('/api/v1/http-tools', input);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(await offered()).toEqual([...before, 'weather']);
  await chat.owner.put(`/api/v1/http-tools/${made.body.id}`, { ...input, active: false });
  expect(await offered()).toEqual(before);
});
