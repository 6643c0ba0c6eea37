import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Channel } from '../../../shared/api/channels.ts';
import type { Personality } from '../../../shared/api/personalities.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type Call, ended, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { type EventBus, openEventBus } from '../../db/eventBus.ts';
import { forgetChanged } from '../../db/forgetChanged.ts';
import { voiceConsents } from '../../db/schema/index.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { Speech } from '../../speech/contract.ts';
import type { Studio } from '../../studio/studio.ts';
import { readCustomVoices } from './customVoices.ts';

type Slot = Channel['slots'][number];

const cloner = unrulyEngine('cloner', { firstMs: 1, fails: null, clones: { looks: 0 } });
const speechOf = (deps: Omit<Studio, 'speech'>): Speech =>
  openTestSpeech([openFlite({ processes: 1 })], {
    kinds: [cloner.kind],
    installation: { cloner: { apiKey: 'key' } },
    customVoices: (workspaceId) => readCustomVoices(deps, workspaceId),
  });
let scene: StudioScene;
/** The speech of another process of the same installation. */
let elsewhere: Speech;
let bus: EventBus;
let scriptId: string;
/** A personality's, whose speaker agreed. */
let own: { path: string; voiceId: string; consentId: string };
beforeAll(async () => {
  scene = await studioScene({
    speech: speechOf,
    listener: {
      understand: async () => ({ speech: [{ startMs: 0, endMs: 1000 }], checks: [] }),
      hear: async (_recording, expected) => expected,
    },
  });
  bus = await openEventBus(scene.db.url);
  elsewhere = speechOf(scene.studio);
  forgetChanged(bus, ['personality-changed'], elsewhere.changed);
  ({ scriptId } = await scene.script(scene.owner));
});
afterAll(async () => {
  await bus?.close();
  await elsewhere?.close();
  await scene?.close();
});

const request = () => ({
  text: 'Good morning.',
  language: 'en-US',
  voiceId: own.voiceId,
  parameters: SpeechParameters.parse({}),
  workspaceId: scene.workspace.workspaceId,
});
const generate = () => scene.owner('POST', `/scripts/${scriptId}/versions`, { voiceId: own.voiceId });
const setConsent = (what: Partial<typeof voiceConsents.$inferInsert>) =>
  scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.update(voiceConsents).set(what).where(eq(voiceConsents.id, own.consentId)),
  );
const consent = async (expiresAt: string) => {
  const { samples, sampleRateHz } = await scene.studio.speech.speak({
    ...request(),
    text: 'This is a recording of somebody who speaks for a while, so that there is enough. '.repeat(2),
    voiceId: 'flite:rms',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  const file = wavOf(samples, sampleRateHz);
  const fields = { speaker: 'Vera Voss', scope: 'channels', expiresAt };
  const given = await scene.owner('POST', `${own.path}/consent`, formOf({ file, ...fields }));
  expect(given.status).toBe(201);
  own.consentId = given.body.id;
  return file;
};

test('a voice that one process made speaks in another as soon as that is told', async () => {
  // What is remembered there: no voice of the workspace's own.
  expect((await elsewhere.voices(scene.workspace.workspaceId)).every(({ kind }) => kind !== 'custom')).toBe(
    true,
  );
  const { id } = (await scene.owner('POST', '/personalities', { name: 'Vera' })).body;
  own = { path: `/personalities/${id}/voice`, voiceId: '', consentId: '' };
  const file = await consent('2100-01-01T00:00:00Z');
  const sample = await scene.owner('POST', `${own.path}/samples`, formOf({ file }));
  await scene.owner('POST', `${own.path}/train`, { sampleIds: [sample.body.id] });
  const status = async () => (await scene.owner('GET', `${own.path}/status`)).body;
  await expect.poll(async () => (await status()).state, { timeout: 15_000 }).toBe('ready');
  own.voiceId = (await status()).voiceId;
  const known = () => elsewhere.check(request()).then(({ voice }) => voice.id, String);
  await expect.poll(known, { timeout: 3_000 }).toBe(own.voiceId);
}, 30_000);

test('people are told when a consent ends, where its voice is made and where it is live', async () => {
  const { owner } = scene;
  const endsAt = new Date(Date.now() + 86_400_000);
  await setConsent({ expiresAt: endsAt });
  const version = await scene.version(owner, scriptId, { voiceId: own.voiceId });
  await owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
  await owner('POST', `/versions/${version.id}/status`, { to: 'approved', digest: version.digest });
  await owner('POST', '/channels', { slug: 'desk', name: 'Desk', slots: ['greeting', 'hold'] });
  const put = { versionId: version.id, reason: 'It is ready.' };
  expect((await owner('PUT', '/channels/desk/slots/greeting', put)).status).toBe(200);
  const ends = async () => [
    (await owner('GET', '/personalities')).body.items.map((one: Personality) => one.consentEndsAt),
    (await owner('GET', '/channels')).body.items[0].slots.map((slot: Slot) => slot.consentEndsAt),
  ];
  expect(await ends()).toEqual([[endsAt.toISOString()], [endsAt.toISOString(), null]]);
  expect((await owner('POST', '/channels/desk/slots/greeting/withdraw', { reason: 'Enough.' })).status).toBe(
    200,
  );
  await setConsent({ state: 'revoked' });
  expect(await ends()).toEqual([[null], [null, null]]);
  await setConsent({ state: 'valid' });
}, 30_000);

test('a program hears no test sentence of a voice for internal use alone, its own or a member’s; members do', async () => {
  const program = await scene.key();
  const say = (by: Call) => by('POST', `${own.path}/generate`, { text: 'Hello.' });
  const heard = (by: Call) => by('GET', `${own.path}/sample`);
  expect([(await say(program)).status, (await heard(program)).status]).toEqual([201, 200]);

  await setConsent({ scope: 'internal' });
  scene.studio.speech.changed(scene.workspace.workspaceId);
  const agreed = 'Vera Voss agreed that this voice is used internally, not in channels.';
  for (const attempt of [say, heard])
    expect(await attempt(program)).toMatchObject({
      status: 409,
      body: { code: 'consent-missing', detail: agreed },
    });
  expect([(await say(scene.owner)).status, (await heard(scene.owner)).status]).toEqual([201, 200]);
  expect((await heard(program)).status).toBe(409);
  // What a program has generated is a draft, which members hear.
  const asked = await program('POST', `/scripts/${scriptId}/versions`, { voiceId: own.voiceId });
  expect((await ended(scene.owner, asked.body.id)).state).toBe('ready');
  await setConsent({ scope: 'channels' });
  scene.studio.speech.changed(scene.workspace.workspaceId);
}, 30_000);

test('a consent ends by the clock, at the moment of the request, in a process that remembers it as valid', async () => {
  const endsAt = new Date(Date.now() + 1_500);
  await setConsent({ expiresAt: endsAt });
  for (const speech of [scene.studio.speech, elsewhere]) {
    speech.changed(scene.workspace.workspaceId);
    expect((await speech.check(request())).voice.id).toBe(own.voiceId);
  }
  await delay(endsAt.getTime() - Date.now() + 1);
  const reason = expect.stringContaining('The consent of Vera Voss to use this voice ended on');
  expect(await generate()).toMatchObject({
    status: 409,
    body: { code: 'consent-missing', detail: reason },
  });
  await expect(elsewhere.check(request())).rejects.toMatchObject({
    code: 'consent-missing',
    message: reason,
  });
  const listed = await elsewhere.voices(scene.workspace.workspaceId);
  expect(listed.map(({ id }) => id)).not.toContain(own.voiceId);
}, 30_000);

test('a consent that another process saw revoked ends here at once', async () => {
  await consent('2100-01-01T00:00:00Z');
  await expect
    .poll(() => elsewhere.check(request()).then(({ voice }) => voice.id, String), { timeout: 3_000 })
    .toBe(own.voiceId);
  expect((await scene.owner('DELETE', `${own.path}/consent`)).status).toBe(200);
  await expect
    .poll(() => elsewhere.check(request()).then(String, ({ code }) => code), { timeout: 3_000 })
    .toBe('consent-missing');
}, 30_000);

test('no version is queued by a process that has not heard of the end yet', async () => {
  await consent('2100-01-01T00:00:00Z');
  expect((await generate()).status).toBe(202);
  // As another process does it, whose word is lost on the way.
  await setConsent({ state: 'revoked' });
  expect((await scene.studio.speech.check(request())).voice.id).toBe(own.voiceId);
  const before = (await scene.owner('GET', `/scripts/${scriptId}/versions`)).body.items.length;
  expect(await generate()).toMatchObject({
    status: 409,
    body: { code: 'consent-missing', detail: expect.stringContaining('Vera Voss has revoked') },
  });
  expect((await scene.owner('GET', `/scripts/${scriptId}/versions`)).body.items).toHaveLength(before);
}, 30_000);
