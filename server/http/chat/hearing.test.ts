import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Transcription } from '../../../shared/api/speechApi.ts';
import { type ChatParts, type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import type { Client } from '../../../test/support/client.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { startModelServer } from '../../../test/support/models/modelServer.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { addDemoData } from '../../dialogue/business/demo/addDemoData.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { mountSessions } from '../speechApi/sessions.ts';
import { mountHearing } from './hearing.ts';

// A recogniser of grammars takes about as long as the sound on a machine with nothing else to do.
vi.setConfig({ testTimeout: 180_000 });
const recognition = openTestRecognition([
  openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] }),
]);
const speech = openRealSpeech();
const mounts = (parts: ChatParts) => [
  (app: Parameters<typeof mountHearing>[0]) => mountHearing(app, { ...parts, recognition }),
  (app: Parameters<typeof mountSessions>[0]) => mountSessions(app, parts),
];
let scene: ChatScene;
beforeAll(async () => {
  scene = await chatScene({ mounts });
  const { workspaceId, ownerId } = scene.workspace;
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  await addDemoData(scene.db.database, caller, new Date());
}, 60_000);
afterAll(async () => {
  await scene.close();
  await recognition.close();
  await speech.close();
});

const hear = (client: Client, file: Blob, fields: Record<string, string> = {}) =>
  client.call('POST', '/api/v1/chat/hear', formOf({ file, ...fields }));
const recorded = async (text: string) =>
  new Blob([new Uint8Array(await speech.wav(text, 48_000))], { type: 'audio/wav' });
/** The words that a message is sent as. */
async function heard(client: Client, text: string, fields: Record<string, string> = {}): Promise<string> {
  const { status, body } = await hear(client, await recorded(text), fields);
  expect([status, body]).toMatchObject([200, { reason: null }]);
  return Transcription.parse(body).text;
}
const listening = async (client: Client, conversationId?: string) =>
  (await client.get(`/api/v1/chat/listening${conversationId ? `?conversationId=${conversationId}` : ''}`))
    .body;

test('with nothing set up, what is said is taken down by what the conversation expects next', async () => {
  const { owner } = scene;
  expect(await listening(owner)).toEqual({
    dictation: false,
    examples: [
      'Where is my order?',
      'I’d like an appointment on Friday',
      'When are you open?',
      'Do you treat children?',
    ],
  });
  const message = await heard(owner, 'Where is my order?');
  expect(message).toMatch(/^where is my order$/i);
  const asked = (await owner.post('/api/v1/chat', { message })).body;
  expect(asked.text).toMatch(/number/i);
  const { conversationId } = asked;
  expect((await listening(owner, conversationId)).examples).toContain('It’s one two three four five');
  const number = await heard(owner, 'One two three four five.', { conversationId });
  const answered = (await owner.post('/api/v1/chat', { message: number, conversationId })).body;
  expect(answered.tools).toMatchObject([{ tool: 'order_status', answer: { ok: true } }]);
  expect(answered.text).toMatch(/out for delivery/i);
  // Hearing wrote nothing down.
  expect((await owner.get(`/api/v1/conversations/${conversationId}`)).body.messageCount).toBe(4);
});

test('what is none of it, or nothing at all, is said to be that', async () => {
  const strange = await recorded('The quick brown fox jumps over seven lazy elephants in the moonlight.');
  expect((await hear(scene.owner, strange)).body).toMatchObject({ text: '', reason: 'not-understood' });
  const silence = wavOf(new Int16Array(24_000), 8_000);
  expect((await hear(scene.owner, silence)).body).toMatchObject({ text: '', reason: 'silence' });
  const words = new Blob(['These are words.'], { type: 'audio/wav' });
  expect((await hear(scene.owner, words)).body.code).toBe('unsupported-media-type');
  const field = await hear(scene.owner, silence, { conversationId: 'the last one' });
  expect(field.body).toMatchObject({ code: 'validation-failed', errors: [{ field: 'conversationId' }] });
});

test('conversations of others, and those of sessions, are not listened to', async () => {
  const { conversationId } = (await scene.owner.post('/api/v1/chat', { message: 'Hello' })).body;
  const session = (await scene.owner.post('/api/v1/sessions', {})).body;
  const silence = wavOf(new Int16Array(8_000), 8_000);
  for (const [client, id] of [
    [scene.stranger, conversationId],
    [scene.owner, session.conversationId],
  ] as const) {
    expect((await hear(client, silence, { conversationId: id })).status).toBe(404);
    expect((await client.get(`/api/v1/chat/listening?conversationId=${id}`)).status).toBe(404);
  }
});

test('what a language model asked for is expected too', async () => {
  const model = await startModelServer({
    dialect: 'anthropic',
    script: [{ say: 'Sure. What is your order number?' }],
  });
  const smart = await chatScene({ mounts, model: { id: 'anthropic', baseUrl: model.url } });
  try {
    const asked = (await smart.owner.post('/api/v1/chat', { message: 'Where is my order?' })).body;
    expect(asked.agent.id).toBe('anthropic');
    const { conversationId } = asked;
    expect((await listening(smart.owner, conversationId)).examples).toContain('It’s one two three four five');
    expect(await heard(smart.owner, 'One two three four five.', { conversationId })).toBe(
      'one two three four five',
    );
  } finally {
    await smart.close();
    await model.close();
  }
});
