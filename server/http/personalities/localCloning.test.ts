import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type Call, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { writeTinyPocket } from '../../../test/support/tinyPocket.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { missingLibrary } from '../../providers/sherpa/library.ts';
import { openNeuralVoices } from '../../providers/sherpa/neuralVoices.ts';
import { readCustomVoices } from '../../voices/custom/customVoices.ts';

// A voice of one's own without a key and without a server: the model is tiny, everything else is what runs.

const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const LONG =
  'This is a recording of somebody who speaks for a while, so that there is enough of it to work with. ';
const folder = mkdtempSync(join(tmpdir(), 'voices-'));
const model = join(folder, 'sherpa-onnx-pocket-tts-int8-2026-01-26');
const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
const local = openNeuralVoices({ folder, processes: 1, memoryLimitBytes: 2 ** 30 });

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: local.kinds,
        customVoices: (workspaceId) => readCustomVoices(deps, workspaceId),
      }),
    listener: {
      understand: async () => ({ speech: [{ startMs: 0, endMs: 1000 }], checks: [] }),
      hear: async (_recording, expected) => expected,
    },
  });
});
afterAll(async () => {
  await scene.close();
  await local.close();
  for (const path of [folder, elsewhere]) rmSync(path, { recursive: true });
});

/** Somebody who speaks. */
async function recording(text: string) {
  const { speech } = scene.studio;
  const spoken = await speech.speak({
    text,
    language: 'en-US',
    voiceId: 'flite:rms',
    parameters: SpeechParameters.parse({}),
    workspaceId: scene.workspace.workspaceId,
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  return wavOf(spoken.samples, spoken.sampleRateHz);
}

/** The engine as it is now: what is remembered of it is forgotten. */
async function pocketOf(by: Call) {
  scene.studio.speech.changed(scene.workspace.workspaceId);
  return (await by('GET', '/engines')).body.items.find(({ id }: { id: string }) => id === 'pocket');
}

async function trained(by: Call, voice: string) {
  for (const deadline = Date.now() + 30_000; ; ) {
    const { body } = await by('GET', `${voice}/status`);
    if (body.state !== 'training') return body;
    if (Date.now() > deadline) throw new Error(`still ${body.state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test.runIf(missingLibrary() === null)(
  'a voice is made on this machine, speaks in a script, is silenced and deleted',
  async () => {
    const { owner } = scene;
    const missing = await pocketOf(owner);
    expect(missing).toMatchObject({ configured: false, cloning: false });
    expect(missing.hint).toContain('folder voices');

    writeTinyPocket(model);
    await local.refresh();
    await expect
      .poll(() => pocketOf(owner), { timeout: 10_000 })
      .toMatchObject({ configured: true, healthy: true, cloning: true, voiceCount: 0 });

    const { body: personality } = await owner('POST', '/personalities', { name: 'Vera' });
    const voice = `/personalities/${personality.id}/voice`;
    const { body: sample } = await owner(
      'POST',
      `${voice}/samples`,
      formOf({ file: await recording(LONG.repeat(3)) }),
    );
    const fields = { speaker: 'Vera Voss', scope: 'channels', expiresAt: TOMORROW };
    const consent = await owner(
      'POST',
      `${voice}/consent`,
      formOf({ file: await recording(LONG), ...fields }),
    );
    expect(consent.body).toMatchObject({ state: 'valid', match: 'matched' });
    const { body: before } = await owner('GET', `${voice}/status`);
    expect(before.engines).toMatchObject([{ id: 'pocket', languages: ['en-US'], minSeconds: 5 }]);
    expect(before.engines[0].terms).toContain('consent of the speaker');

    const request = { sampleIds: [sample.id], engine: 'pocket', gender: 'female' };
    const german = await owner('POST', `${voice}/train`, { ...request, language: 'de-DE' });
    expect(german).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ field: 'language' }] },
    });
    expect(german.body.detail).toContain('speak English, not German. No engine that is set up here');
    // The language of who shall have the voice is meant where none is said; another one is made, and said to be so.
    await owner('PATCH', `/personalities/${personality.id}`, { languages: ['de-DE'] });
    const own = await owner('POST', `${voice}/train`, { ...request, engine: undefined });
    expect([own.status, own.body.detail]).toEqual([422, german.body.detail]);
    const asked = await owner('POST', `${voice}/train`, { ...request, language: 'en-GB' });
    expect([asked.status, asked.body.state]).toEqual([202, 'training']);
    expect(asked.body.warning).toContain('Vera begins in German, but this voice speaks English');
    const ready = await trained(owner, voice);
    expect(ready).toMatchObject({ state: 'ready', engine: 'pocket', failure: null });
    expect(ready.warning).toBe(asked.body.warning);
    await owner('PATCH', `/personalities/${personality.id}`, { languages: ['en-US'] });
    expect((await owner('GET', `${voice}/status`)).body.warning).toBeNull();

    const heard = await owner('POST', `${voice}/generate`, { text: 'Hello there.' });
    expect(heard.status).toBe(201);
    expect(heard.body.durationMs).toBeGreaterThan(500);

    const { scriptId } = await scene.script(owner);
    const version = await scene.version(owner, scriptId, { voiceId: ready.voiceId });
    expect(version).toMatchObject({ state: 'ready', voice: { name: 'Vera' }, engine: { id: 'pocket' } });
    expect(version.engine?.version).toMatch(/\/[0-9a-f]{40}$/);
    expect((await owner('GET', `/versions/${version.id}/audio`)).bytes.length).toBeGreaterThan(48_000);

    // The model goes away: what is asked for next is told why, and the voice can be deleted all the same.
    renameSync(model, join(elsewhere, 'model'));
    await local.refresh();
    await expect
      .poll(() => pocketOf(owner), { timeout: 10_000 })
      .toMatchObject({ configured: false, cloning: false });
    expect(await owner('DELETE', voice)).toMatchObject({ status: 200, body: { voice: null } });
    const gone = await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: ready.voiceId });
    expect([gone.status, gone.body.code]).toEqual([422, 'unknown-voice']);
  },
  90_000,
);
