import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { talkFlow, VirtualCall } from '../../../test/support/calls/virtualCall.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { resolvePersonality } from '../../personalities/resolvePersonality.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { readCustomVoices } from '../../voices/custom/customVoices.ts';
import { openVoices } from './voices.ts';

const cloner = unrulyEngine('cloner', { firstMs: 1, fails: null, clones: { looks: 0 } });
let scene: StudioScene;
beforeEach(async () => {
  scene = await studioScene({
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [cloner.kind],
        installation: { cloner: { apiKey: 'key' } },
        customVoices: (workspaceId) => readCustomVoices(deps, workspaceId),
      }),
    listener: {
      understand: async () => ({ speech: [{ startMs: 0, endMs: 1000 }], checks: [] }),
      hear: async (_recording, expected) => expected,
    },
  });
});
afterEach(() => scene?.close());

/** A personality with a voice of recordings, and what its speaker agreed to. */
async function withOwnVoice(owner: StudioScene['owner'], scope: 'channels' | 'internal') {
  const { body } = await owner('POST', '/personalities', { name: 'Vera' });
  const voice = `/personalities/${body.id}/voice`;
  const file = await recording();
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const sample = await owner('POST', `${voice}/samples`, formOf({ file }));
  await owner('POST', `${voice}/consent`, formOf({ file, speaker: 'Vera Voss', scope, expiresAt }));
  await owner('POST', `${voice}/train`, { sampleIds: [sample.body.id] });
  const status = async () => (await owner('GET', `${voice}/status`)).body;
  await expect.poll(async () => (await status()).state, { timeout: 15_000 }).toBe('ready');
  return { id: body.id as string, voice, voiceId: (await status()).voiceId as string };
}

/** Who answers a question on a call with this personality, and what went wrong on it. */
async function answeredBy(workspaceId: string, personalityId: string) {
  const { speech, database } = scene.studio;
  const personality: ResolvedPersonality = await database.withWorkspace(workspaceId, (tx) =>
    resolvePersonality(tx, workspaceId, { asked: personalityId }),
  );
  const voices = openVoices({ speech, dictionaryOf: async () => [] });
  const call = new VirtualCall(talkFlow(), {
    voices: { of: (admitted) => voices.of({ ...admitted, workspaceId }, personality) },
  });
  await call.wait(2_000);
  await call.say('are you there');
  await expect
    .poll(
      async () => {
        await call.wait(100);
        return call.of('spoken').filter(({ purpose }) => purpose === 'answer').length;
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  await call.close();
  const { source, heard } = call.of('spoken').find(({ purpose }) => purpose === 'answer')!;
  expect(heard).toContain('All right.');
  return { source, troubles: call.of('trouble') };
}

test('who agreed to be heard in channels is heard by callers, until that is revoked: then somebody stands in', async () => {
  const { owner } = scene;
  const { workspaceId } = scene.workspace;
  const vera = await withOwnVoice(owner, 'channels');
  expect(await answeredBy(workspaceId, vera.id)).toMatchObject({
    source: { kind: 'voice', voiceId: vera.voiceId, instead: null },
    troubles: [],
  });
  const { body: other } = await owner('POST', '/personalities', { name: 'Otto' });
  expect(await answeredBy(workspaceId, other.id)).toMatchObject({
    source: { voiceId: 'cloner:one', instead: null },
  });

  expect((await owner('DELETE', `${vera.voice}/consent`)).status).toBe(200);
  const reason = expect.stringContaining('Vera Voss has revoked');
  expect(await answeredBy(workspaceId, vera.id)).toMatchObject({
    source: { voiceId: 'cloner:one', instead: { what: vera.voiceId, code: 'consent-missing', reason } },
    troubles: [],
  });
}, 60_000);

test('a voice that was agreed for internal use alone answers no caller', async () => {
  const { workspaceId } = scene.workspace;
  const { voiceId, id } = await withOwnVoice(scene.owner, 'internal');
  const reason = expect.stringContaining('used internally');
  expect(await answeredBy(workspaceId, id)).toMatchObject({
    source: { voiceId: 'cloner:one', instead: { what: voiceId, code: 'consent-missing', reason } },
    troubles: [],
  });
}, 60_000);

/** Somebody who speaks for long enough that a voice can be made of it. */
async function recording() {
  const spoken = await scene.studio.speech.speak({
    text: 'This is a recording of somebody who speaks for a while, so that there is enough. '.repeat(2),
    language: 'en-US',
    voiceId: 'flite:rms',
    parameters: SpeechParameters.parse({}),
    workspaceId: scene.workspace.workspaceId,
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  return wavOf(spoken.samples, spoken.sampleRateHz);
}
