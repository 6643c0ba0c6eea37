import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { startModelServer } from '../../../test/support/models/modelServer.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { formOf } from '../../../test/support/uploads.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { mountEngineTries } from './engineTries.ts';

// A recogniser of grammars takes about as long as the sound on a machine with nothing else to do.
vi.setConfig({ testTimeout: 60_000 });
const model = await startModelServer({ dialect: 'anthropic', script: [{ say: ['Four', ', of course.'] }] });
const recognition = openTestRecognition([
  openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] }),
]);
const speech = openRealSpeech();
let scene: ChatScene;
let editor: ChatScene;
beforeAll(async () => {
  const mounts: NonNullable<Parameters<typeof chatScene>[0]>['mounts'] = (parts) => [
    (app) => mountEngineTries(app, { ...parts, recognition }),
  ];
  scene = await chatScene({
    model: { id: 'anthropic', baseUrl: model.url },
    scopes: ['settings:manage'],
    mounts,
  });
  editor = await chatScene({ scopes: ['speech:synthesize', 'conversations:write'], mounts, beside: scene });
}, 60_000);
afterAll(async () => {
  await editor.close();
  await scene.close();
  await Promise.all([recognition.close(), speech.close(), model.close()]);
});

const ask = (id: string, text: string, by = scene) => by.owner.post(`/api/v1/engines/${id}/ask`, { text });
const hear = async (id: string, said: string, by = scene) => {
  const file = new Blob([new Uint8Array(await speech.wav(said, 48_000))], { type: 'audio/wav' });
  return by.owner.call('POST', `/api/v1/engines/${id}/hear`, formOf({ file }));
};

test('a model answers one line, and is counted; when it fails, nobody stands in for it', async () => {
  const answered = await ask('anthropic', 'What is two and two?');
  expect(answered).toMatchObject({ status: 200, body: { text: 'Four, of course.' } });
  expect(answered.body.tookMs).toBeGreaterThan(0);
  const { rows } = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute('select agent_id, model, answers, output_tokens from answer_days'),
  );
  expect(rows).toMatchObject([{ agent_id: 'anthropic', model: 'model-1', answers: 1 }]);
  expect(Number(rows[0]?.output_tokens)).toBeGreaterThan(0);
  // Its script is at its end: it fails from here on.
  const failed = await ask('anthropic', 'And three and three?');
  expect(failed.body.code).toMatch(/^engine-/);
  expect(failed.body.detail).toMatch(/^Anthropic .*\.$/);
});

test('the built-in agent answers too, without its tools', async () => {
  expect(await ask('builtin', 'Where is my order?')).toMatchObject({
    status: 200,
    body: { text: expect.stringMatching(/\w/) },
  });
});

test('a recogniser says what it hears; one without dictation listens for what begins a conversation', async () => {
  expect(await hear('soundswallower', 'Where is my order?')).toMatchObject({
    status: 200,
    body: { text: expect.stringMatching(/where is my order/i), reason: null },
  });
  const form = formOf({ file: new Blob(['no sound']) });
  const damaged = await scene.owner.call('POST', '/api/v1/engines/soundswallower/hear', form);
  expect([damaged.status, damaged.body.detail]).toEqual([415, expect.stringMatching(/\.$/)]);
});

test('only who manages settings may, and only an engine that is set up', async () => {
  expect((await ask('builtin', 'Hello', editor)).status).toBe(403);
  expect((await hear('soundswallower', 'Hello', editor)).status).toBe(403);
  expect((await ask('openai', 'Hello')).status).toBe(404);
  expect((await hear('whisper', 'Hello')).status).toBe(404);
});
