import { and, eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMp3Encoder } from 'wasm-media-encoders';
import { SCOPES } from '../../../shared/access.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type Call, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { type Mood, unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { floatToInt16, int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { customVoices, voiceConsents } from '../../db/schema/index.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { ProblemError } from '../../problem.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { encodeAudio } from '../../speech/mastering/encode.ts';
import { readCustomVoices } from '../../voices/custom/customVoices.ts';

const LONG =
  'This is a recording of somebody who speaks for a while, so that there is enough of it to work with. ';
const LINE = Buffer.from('\r\n');
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

const clones: NonNullable<Mood['clones']> = { looks: 0 };
const cloner = unrulyEngine('cloner', { firstMs: 1, fails: null, clones });
let scene: StudioScene;
/** What the listener understands of a spoken statement. */
let heard: (expected: string) => string | null = (expected) => expected;
beforeAll(async () => {
  scene = await studioScene({
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [cloner.kind],
        installation: { cloner: { apiKey: 'key' } },
        customVoices: (workspaceId) => readCustomVoices(deps, workspaceId),
      }),
    listener: {
      understand: async () => ({ speech: [{ startMs: 0, endMs: 1000 }], checks: [] }),
      hear: async (_recording, expected) => heard(expected),
    },
  });
});
afterAll(() => scene.close());

/** Somebody who speaks, at 24 kHz. */
async function recording(text = LONG, change: (samples: Float32Array) => Float32Array = (same) => same) {
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
  return wavOf(floatToInt16(change(int16ToFloat(spoken.samples))), spoken.sampleRateHz);
}

async function personality(by: Call, name = 'Vera') {
  const { body } = await by('POST', '/personalities', { name });
  return { id: body.id as string, voice: `/personalities/${body.id}/voice` };
}

const SILENT_S = 30;

/** Seconds of silence, in as few bytes as MP3 takes. */
async function silentMp3(): Promise<Buffer> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 8_000, channels: 1, bitrate: 8 });
  const silence = new Float32Array(8_000 * SILENT_S);
  return Buffer.concat([Buffer.from(encoder.encode([silence])), Buffer.from(encoder.finalize())]);
}

/** A personality with two good recordings and a consent. */
async function prepared(by: Call) {
  const made = await personality(by);
  const sampleIds: string[] = [];
  for (const text of [LONG, LONG.repeat(2)]) {
    const added = await by('POST', `${made.voice}/samples`, formOf({ file: await recording(text) }));
    expect(added.status).toBe(201);
    sampleIds.push(added.body.id);
  }
  const fields = { speaker: 'Vera Voss', scope: 'channels', expiresAt: TOMORROW };
  const consent = await by('POST', `${made.voice}/consent`, formOf({ file: await recording(), ...fields }));
  return { ...made, sampleIds, consent: consent.body };
}

/** Puts every training of the scene's workspace an hour back. */
function anHourLater() {
  const createdAt = sql`created_at - interval '1 hour'`;
  return scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.update(customVoices).set({ createdAt }),
  );
}

async function trained(by: Call, voice: string) {
  for (const deadline = Date.now() + 15_000; ; ) {
    const { body } = await by('GET', `${voice}/status`);
    if (body.state !== 'training') return body;
    if (Date.now() > deadline) throw new Error(`still ${body.state}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

test('recordings, consent, training, a voice in a script; revoked, it falls silent and comes down', async () => {
  const { owner } = scene;
  const { id, voice, sampleIds, consent } = await prepared(owner);
  expect(consent).toMatchObject({
    state: 'valid',
    match: 'matched',
    scope: 'channels',
    speaker: 'Vera Voss',
  });
  const before = (await owner('GET', `${voice}/status`)).body;
  expect(before).toMatchObject({ state: 'none', engines: [{ id: 'cloner', terms: 'For tests alone.' }] });
  expect(
    before.samples[0].checks.map(({ name, state }: { name: string; state: string }) => [name, state]),
  ).toEqual([
    ['duration', 'passed'],
    ['clipping', 'passed'],
    ['level', 'passed'],
    // flite hardly pauses between its words.
    ['noise', 'warning'],
    ['channels', 'passed'],
    ['bandwidth', 'passed'],
  ]);

  const asked = await owner('POST', `${voice}/train`, { sampleIds });
  expect([asked.status, asked.body.state]).toEqual([202, 'training']);
  const ready = await trained(owner, voice);
  expect(ready).toMatchObject({ state: 'ready', engine: 'cloner', progress: 1 });
  expect(cloner.seen.cloned[0]?.samples.map(({ sampleRateHz }) => sampleRateHz)).toEqual([24_000, 24_000]);
  expect((await owner('GET', `/personalities/${id}`)).body.voice.id).toBe(ready.voiceId);
  expect(await owner('POST', `${voice}/train`, { sampleIds })).toMatchObject({
    status: 429,
    body: { code: 'rate-limited' },
  });

  const test = await owner('POST', `${voice}/generate`, { text: 'Hello.', settings: { stability: 0.4 } });
  expect(test.status).toBe(201);
  expect((await owner('GET', `${voice}/sample`)).headers['content-type']).toBe('audio/wav');

  const { scriptId } = await scene.script(owner);
  const version = await scene.version(owner, scriptId, { voiceId: ready.voiceId });
  expect(version).toMatchObject({ state: 'ready', voice: { name: 'Vera' }, engine: { id: 'cloner' } });
  await owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
  await owner('POST', `/versions/${version.id}/status`, { to: 'approved', digest: version.digest });

  await owner('POST', '/channels', { slug: 'kiosk', name: 'Kiosk' });
  const place = '/channels/kiosk/slots/greeting';
  const deployed = await owner('PUT', place, { versionId: version.id, reason: 'It is ready.' });
  expect(deployed.status).toBe(200);

  expect((await owner('DELETE', `${voice}/consent`)).body).toEqual({
    withdrawn: [{ channel: 'kiosk', slot: 'greeting' }],
  });
  expect((await owner('GET', `${voice}/status`)).body).toMatchObject({
    state: 'silenced',
    failure: 'Vera Voss has revoked the consent to use this voice.',
    voiceId: ready.voiceId,
  });
  expect((await owner('GET', `/personalities/${id}`)).body.customVoice).toBe('silenced');
  expect(await owner('PUT', place, { versionId: version.id, reason: 'Again.' })).toMatchObject({
    status: 409,
    body: { code: 'not-deployable', detail: expect.stringContaining('Vera Voss has revoked') },
  });
  const silent = await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: ready.voiceId });
  expect([silent.status, silent.body.code]).toEqual([409, 'consent-missing']);
  expect(silent.body.detail).toContain('Vera Voss has revoked');

  // A voice of one's own needs a plan that includes it; one that has room for it may be chosen.
  const plan = (wanted: string) => owner('PUT', '/plan', { plan: wanted });
  const without = await plan('small-business');
  expect([without.status, without.body.code]).toEqual([409, 'conflict']);
  expect(without.body.detail).toContain('has 1: Vera. Delete 1 of them first');
  expect((await plan('professional')).body).toMatchObject({ customVoices: 1, customVoicesMade: 1 });

  const deleted = await owner('DELETE', voice);
  expect(deleted.body).toMatchObject({ voice: null, customVoice: 'none' });
  expect((await plan('small-business')).body).toMatchObject({ plan: 'small-business', customVoicesMade: 0 });
  expect((await plan('enterprise')).status).toBe(200);
  expect(cloner.seen.removed).toBe(1);
});

test('fields of a form are read as UTF-8, whatever their part says, and refused where they are none', async () => {
  const { owner } = scene;
  const { voice } = await personality(owner);
  const caller = ownerCaller(scene.workspace.workspaceId, scene.workspace.ownerId, 'Olga Owner', 'test');
  const { key } = await createApiKey(scene.db.database, caller, { name: 'Forms', scopes: [...SCOPES] });
  const file = Buffer.from(await (await recording()).arrayBuffer());
  const consent = async (speaker: Buffer, type = '') => {
    const part = (head: string, content: Buffer) =>
      Buffer.concat([
        Buffer.from(`--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
        content,
        LINE,
      ]);
    const answer = await scene.app.inject({
      method: 'POST',
      url: `/api/v1${voice}/consent`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=edge' },
      payload: Buffer.concat([
        part(`name="speaker"${type}`, speaker),
        part('name="scope"', Buffer.from('channels')),
        part('name="expiresAt"', Buffer.from(TOMORROW)),
        part('name="file"; filename="a.wav"\r\nContent-Type: audio/wav', file),
        Buffer.from('--edge--\r\n'),
      ]),
    });
    return { status: answer.statusCode, ...answer.json() };
  };
  const before = (await owner('GET', `${voice}/status`)).body;
  for (const type of ['', '\r\nContent-Type: text/plain; charset=utf-8'])
    expect(await consent(Buffer.from('M\u00fcller', 'latin1'), type)).toMatchObject({
      status: 400,
      code: 'bad-request',
      detail: 'The field speaker is not UTF-8: save or send it as UTF-8.',
    });
  expect(await consent(Buffer.alloc(2_001, 'a'))).toMatchObject({ status: 413, code: 'body-too-large' });
  expect((await owner('GET', `${voice}/status`)).body).toEqual(before);
  expect(
    await consent(Buffer.from('M\u00fcller'), '\r\nContent-Type: text/plain; charset=utf-8'),
  ).toMatchObject({
    speaker: 'M\u00fcller',
  });
});

test('a consent of the same speaker takes the voice over; revoking ends every consent there was', async () => {
  const owner = await scene.stranger();
  const { id, voice, sampleIds } = await prepared(owner);
  await owner('POST', `${voice}/train`, { sampleIds });
  const { voiceId } = await trained(owner, voice);
  const again = async (speaker: string) =>
    owner(
      'POST',
      `${voice}/consent`,
      formOf({ file: await recording(), speaker, scope: 'channels', expiresAt: TOMORROW }),
    );
  expect((await again('Somebody Else')).body.state).toBe('valid');
  expect((await again('Vera Voss')).body.state).toBe('valid');
  const { scriptId } = await scene.script(owner);
  expect((await scene.version(owner, scriptId, { voiceId })).state).toBe('ready');
  expect((await owner('DELETE', `${voice}/consent`)).status).toBe(200);
  const silent = await owner('POST', `/scripts/${scriptId}/versions`, { voiceId });
  expect([silent.status, silent.body.code]).toEqual([409, 'consent-missing']);
  expect((await owner('GET', `/personalities/${id}/voice/status`)).body.consent.state).toBe('revoked');
  expect((await again('Vera Voss')).body.state).toBe('valid');
  expect((await owner('GET', `${voice}/status`)).body).toMatchObject({ state: 'ready', failure: null });
  expect((await owner('DELETE', `${voice}/consent`)).status).toBe(200);
  expect((await owner('DELETE', `${voice}/consent`)).body.code).toBe('conflict');
});

test('a consent that ends while a version is generated lets nothing of it stay, and what is live comes down that day', async () => {
  const { owner } = scene;
  await anHourLater();
  const { voice, sampleIds, consent } = await prepared(owner);
  await owner('POST', `${voice}/train`, { sampleIds });
  const { voiceId } = await trained(owner, voice);
  const { scriptId } = await scene.script(owner);
  const live = await scene.version(owner, scriptId, { voiceId });
  await owner('POST', `/versions/${live.id}/status`, { to: 'in_review' });
  await owner('POST', `/versions/${live.id}/status`, { to: 'approved', digest: live.digest });
  await owner('POST', '/channels', { slug: 'gate', name: 'Gate' });
  const place = '/channels/gate/slots/greeting';
  await owner('PUT', place, { versionId: live.id, reason: 'It was approved.' });

  const kept = async () => {
    let count = 0;
    for await (const _ of scene.studio.audioStore.bytes.list('audio/')) count++;
    return count;
  };
  const before = await kept();
  const ended = sql`now() - interval '1 second'`;
  cloner.mood.beforeSound = async () => {
    cloner.mood.beforeSound = undefined;
    await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
      tx.update(voiceConsents).set({ expiresAt: ended }).where(eq(voiceConsents.id, consent.id)),
    );
  };
  const version = await scene.version(owner, scriptId, { voiceId, parameters: { speed: 1.1 } });
  expect(version).toMatchObject({
    state: 'failed',
    digest: null,
    failure: {
      code: 'consent-missing',
      message: expect.stringContaining('The consent of Vera Voss to use this voice ended on'),
      retryable: false,
    },
  });
  expect((await owner('GET', `/versions/${version.id}/audio`)).status).toBe(409);
  expect([await kept(), cloner.seen.running]).toEqual([before, 0]);
  expect((await owner('GET', `${voice}/status`)).body).toMatchObject({
    state: 'silenced',
    consent: { state: 'expired' },
  });
  // The job of the day on which it ends.
  const tables = new pg.Client({ connectionString: scene.db.url });
  await tables.connect();
  const { rowCount } = await tables.query(
    `update graphile_worker._private_jobs set run_at = now() where payload ->> 'consentId' = $1`,
    [consent.id],
  );
  await tables.end();
  expect(rowCount).toBe(1);
  const slots = async () =>
    (await owner('GET', '/channels')).body.items.find(({ slug }: { slug: string }) => slug === 'gate').slots;
  await expect
    .poll(slots, { timeout: 20_000 })
    .toMatchObject([{ slot: 'greeting', live: null, emptied: expect.anything() }]);
  expect((await owner('DELETE', voice)).status).toBe(200);
}, 60_000);

test('a voice that is made anew replaces the one before, here and at its engine; what was approved with that stays', async () => {
  const { owner } = scene;
  await anHourLater();
  const { voice, sampleIds } = await prepared(owner);
  await owner('POST', `${voice}/train`, { sampleIds });
  const { voiceId: former } = await trained(owner, voice);
  const { scriptId } = await scene.script(owner);
  const version = await scene.version(owner, scriptId, { voiceId: former });
  await owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
  await owner('POST', `/versions/${version.id}/status`, { to: 'approved', digest: version.digest });

  await anHourLater();
  const removed = cloner.seen.removed;
  expect((await owner('POST', `${voice}/train`, { sampleIds })).status).toBe(202);
  const { voiceId } = await trained(owner, voice);
  expect(voiceId).not.toBe(former);
  expect((await owner('PUT', '/plan', { plan: 'professional' })).body.customVoicesMade).toBe(1);
  await expect.poll(() => cloner.seen.removed, { timeout: 15_000 }).toBe(removed + 1);
  expect((await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: former })).body.code).toBe(
    'unknown-voice',
  );

  await owner('POST', '/channels', { slug: 'lobby', name: 'Lobby' });
  const place = '/channels/lobby/slots/greeting';
  const deployed = await owner('PUT', place, { versionId: version.id, reason: 'It was approved.' });
  expect(deployed.status).toBe(200);
  expect((await owner('DELETE', `${voice}/consent`)).body.withdrawn).toHaveLength(1);
  expect((await owner('DELETE', voice)).status).toBe(200);
  expect(cloner.seen.removed).toBe(removed + 2);
  expect((await owner('PUT', '/plan', { plan: 'enterprise' })).status).toBe(200);
});

test('a training at a sick engine says why it waits, can be stopped alone, ends in minutes and costs no hour', async () => {
  const { owner } = scene;
  await anHourLater();
  const { voice, sampleIds } = await prepared(owner);
  await owner('POST', `${voice}/train`, { sampleIds });
  const working = await trained(owner, voice);
  await anHourLater();

  clones.broken = new ProblemError('engine-unavailable', 'The server of cloner is not well. Try again.');
  const tries = cloner.seen.cloned.length;
  const status = async () => (await owner('GET', `${voice}/status`)).body;
  const begin = async () => (await owner('POST', `${voice}/train`, { sampleIds })).status;
  expect(await begin()).toBe(202);
  await expect.poll(async () => (await status()).failure, { timeout: 15_000 }).toBe(clones.broken.message);
  const stopped = await owner('DELETE', `${voice}/train`);
  expect(stopped).toMatchObject({
    status: 200,
    body: { state: 'ready', voiceId: working.voiceId, failure: null, nextTrainingAt: null },
  });
  expect((await owner('DELETE', `${voice}/train`)).body.code).toBe('conflict');
  const { scriptId } = await scene.script(owner);
  expect((await scene.version(owner, scriptId, { voiceId: working.voiceId })).state).toBe('ready');

  const stoppedAfter = cloner.seen.cloned.length - tries;
  expect(await begin()).toBe(202);
  const queue = new pg.Client({ connectionString: scene.db.url });
  await queue.connect();
  try {
    // Its pauses grow; none is waited for here.
    const atOnce = `update graphile_worker._private_jobs set run_at = now()
      where key like 'trainVoice:%' and locked_at is null`;
    await expect
      .poll(async () => (await queue.query(atOnce)) && (await status()).state, { timeout: 30_000 })
      .toBe('failed');
  } finally {
    await queue.end();
  }
  expect(await status()).toMatchObject({ failure: clones.broken.message, nextTrainingAt: null });
  expect(cloner.seen.cloned.length - tries - stoppedAfter).toBe(6);
  clones.broken = null;
  expect(await begin()).toBe(202);
  expect((await trained(owner, voice)).state).toBe('ready');
  expect((await status()).nextTrainingAt).not.toBeNull();
}, 60_000);

test('what an engine finishes while a voice is being deleted goes there too, and its earlier trouble is not told any more', async () => {
  const { owner } = scene;
  await anHourLater();
  const { id, voice, sampleIds } = await prepared(owner);
  await owner('POST', `${voice}/train`, { sampleIds });
  await trained(owner, voice);
  await anHourLater();

  const status = async () => (await owner('GET', `${voice}/status`)).body;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  clones.looks = Number.POSITIVE_INFINITY;
  clones.broken = new ProblemError('engine-unavailable', 'The server of cloner is not well. Try again.');
  clones.beforeMade = () => begun;
  await owner('POST', `${voice}/train`, { sampleIds });
  await expect.poll(async () => (await status()).failure, { timeout: 15_000 }).toBe(clones.broken.message);
  clones.broken = null;
  const kept = () =>
    scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
      tx
        .select({ secret: customVoices.sealedSecret, failure: customVoices.failure })
        .from(customVoices)
        .where(and(eq(customVoices.personalityId, id), eq(customVoices.state, 'training'))),
    );
  // The former voice takes its time to go; in it the new one is made.
  clones.beforeRemoved = async () => {
    clones.beforeRemoved = undefined;
    begin();
    await expect
      .poll(kept, { timeout: 15_000 })
      .toMatchObject([{ secret: expect.anything(), failure: null }]);
  };
  const { removed } = cloner.seen;
  try {
    expect((await owner('DELETE', voice)).status).toBe(200);
    await expect.poll(() => cloner.seen.removed, { timeout: 15_000 }).toBe(removed + 2);
  } finally {
    Object.assign(clones, { looks: 0, broken: null, beforeMade: undefined, beforeRemoved: undefined });
  }
}, 60_000);

test('what cannot be read, or is no good, is refused with what to do about it', async () => {
  const { voice } = await personality(scene.owner);
  const upload = (file: Blob) => scene.owner('POST', `${voice}/samples`, formOf({ file }));
  const pdf = new Blob([Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 7)])], {
    type: 'audio/wav',
  });
  expect(await upload(pdf)).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  expect(await upload(new Blob([]))).toMatchObject({ status: 422 });
  expect(await upload(wavOf(new Int16Array(0), 24_000))).toMatchObject({ status: 422 });
  expect(await upload(wavOf(new Int16Array(8_000 * 601), 8_000))).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('longer than 10 minutes') },
  });
  // Small, and as long as two hours once it is unpacked.
  const second = await silentMp3();
  const hours = Buffer.concat(Array.from({ length: (2 * 60 * 60) / SILENT_S }, () => second));
  expect(hours.length).toBeLessThan(10 * 1024 * 1024);
  expect(await upload(new Blob([new Uint8Array(hours)]))).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('longer than 10 minutes') },
  });
  const bomb = await encodeAudio(new Int16Array(8_000 * 700), 8_000, 'flac');
  expect(bomb.length).toBeLessThan(200_000);
  expect(await upload(new Blob([new Uint8Array(bomb)]))).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('longer than 10 minutes') },
  });
  expect(await upload(new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]))).toMatchObject({
    status: 413,
    body: { code: 'body-too-large' },
  });
  const notAForm = await scene.owner('POST', `${voice}/samples`, { file: 'x' });
  expect([notAForm.status, notAForm.body.code]).toEqual([415, 'unsupported-media-type']);
  expect((await scene.owner('GET', `${voice}/status`)).body.samples).toEqual([]);
});

test.each([
  [
    'clipping',
    'failed',
    (samples: Float32Array) => samples.map((x) => Math.max(-0.4, Math.min(0.4, x * 12))),
  ],
  ['level', 'failed', (samples: Float32Array) => samples.map((x) => x * 0.01)],
  ['noise', 'failed', (samples: Float32Array) => samples.map((x) => x + 0.2 * (Math.random() - 0.5))],
  ['bandwidth', 'failed', null],
] as const)(
  'a recording with bad %s is told to be one, and no voice is made of it',
  async (name, state, change) => {
    const { voice } = await personality(scene.owner);
    const file = change
      ? await recording(LONG, change)
      : wavOf(
          floatToInt16(
            resample(
              int16ToFloat(new Int16Array(await (await recording()).slice(44).arrayBuffer())),
              24_000,
              8_000,
            ),
          ),
          8_000,
        );
    const { body } = await scene.owner('POST', `${voice}/samples`, formOf({ file }));
    expect(body.checks.find((check: { name: string }) => check.name === name)).toMatchObject({ state });
  },
);

test('of two channels of which one is dead the other is used, and that is told', async () => {
  const { voice } = await personality(scene.owner);
  const one = new Int16Array((await (await recording()).arrayBuffer()).slice(44));
  const both = new Int16Array(2 * one.length);
  for (const [index, sample] of one.entries()) both[2 * index] = sample;
  const wav = Buffer.from(await wavOf(both, 24_000).arrayBuffer());
  // Two channels: as many bytes a second and a frame again.
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(24_000 * 4, 28);
  wav.writeUInt16LE(4, 32);
  const { status, body } = await scene.owner(
    'POST',
    `${voice}/samples`,
    formOf({ file: new Blob([new Uint8Array(wav)]) }),
  );
  expect(status).toBe(201);
  const found = (wanted: string) => body.checks.find(({ name }: { name: string }) => name === wanted);
  expect(found('channels')).toMatchObject({
    state: 'warning',
    message: 'One channel is silent; the other is used alone.',
  });
  expect(found('level').state).toBe('passed');
  expect(body.durationMs).toBeCloseTo(one.length / 24, -1);
});

test('of a silent recording it is told that nothing is heard', async () => {
  const { voice } = await personality(scene.owner);
  const file = wavOf(new Int16Array(8 * 24_000), 24_000);
  const { body } = await scene.owner('POST', `${voice}/samples`, formOf({ file }));
  expect(
    body.checks.map(({ name, state, message }: Record<string, string>) => [name, state, message]),
  ).toEqual([
    ['duration', 'passed', 'Long enough.'],
    ['level', 'failed', expect.stringContaining('Nothing is heard in it')],
    ['clipping', 'not-checked', 'Nothing is heard.'],
    ['noise', 'not-checked', 'Nothing is heard.'],
    ['channels', 'not-checked', 'Nothing is heard.'],
    ['bandwidth', 'passed', 'Full quality.'],
  ]);
});

test('a statement that was not heard waits for another person; nothing is made without a consent', async () => {
  heard = () => 'My name is somebody else and I agree to nothing';
  const { owner } = scene;
  const { voice, sampleIds, consent } = await prepared(owner);
  heard = (expected) => expected;
  expect(consent).toMatchObject({ state: 'in-review', match: 'not-matched' });
  const spoken = await owner('GET', `${voice}/consent/audio`);
  expect([spoken.status, spoken.headers['content-type'], spoken.bytes.subarray(0, 4).toString()]).toEqual([
    200,
    'audio/wav',
    'RIFF',
  ]);
  const refused = await owner('POST', `${voice}/train`, { sampleIds });
  expect([refused.status, refused.body.code]).toEqual([409, 'consent-missing']);
  const { body: queue } = await owner('GET', '/voice-reviews');
  expect(queue.items).toMatchObject([{ id: consent.id, kind: 'consent', name: 'Vera' }]);
  const admin = await scene.join('admin', 'Ada Admin');
  const own = await owner('POST', `/voice-reviews/${consent.id}`, { decision: 'allow', note: 'It is fine.' });
  expect([own.status, own.body.code]).toEqual([403, 'self-approval']);
  const key = await scene.key();
  expect(
    (await key('POST', `/voice-reviews/${consent.id}`, { decision: 'allow', note: 'ok' })).body.code,
  ).toBe('person-required');
  expect(
    (await admin('POST', `/voice-reviews/${consent.id}`, { decision: 'refuse', note: 'Other words.' }))
      .status,
  ).toBe(204);
  expect((await owner('GET', `${voice}/status`)).body.consent.state).toBe('rejected');
  const editor = await scene.join('editor', 'Eddi Editor');
  expect((await editor('POST', `${voice}/train`, { sampleIds })).status).toBe(403);
});

test('the backup holds every recording as it was uploaded, and what is known of it', async () => {
  const { voice, sampleIds } = await prepared(scene.owner);
  const { bytes } = await scene.owner('GET', `${voice}/export`);
  const names: string[] = [];
  let about: { name: string; samples: { file: string }[] } | undefined;
  const archive = extract();
  archive.on('entry', (header, stream, next) => {
    names.push(header.name);
    const parts: Buffer[] = [];
    stream.on('data', (part) => parts.push(part as Buffer));
    stream.on('end', () => {
      if (header.name === 'voice.json') about = JSON.parse(Buffer.concat(parts).toString());
      next();
    });
  });
  await new Promise<void>((resolve, reject) => {
    archive.on('finish', resolve);
    archive.on('error', reject);
    archive.end(bytes);
  });
  expect(about).toMatchObject({ name: 'Vera' });
  expect(names).toHaveLength(2 + sampleIds.length);
  for (const { file } of about?.samples ?? []) expect(names).toContain(file);
  const removed = await scene.owner('DELETE', `${voice}/samples/${sampleIds[0]}`);
  expect(removed.status).toBe(204);
  expect((await scene.owner('GET', `${voice}/samples/${sampleIds[0]}/audio`)).status).toBe(404);
});

test('an engine that works on is asked again; one that gives up says why', async () => {
  const slow = unrulyEngine('slow', {
    firstMs: 1,
    fails: null,
    clones: { looks: 1, fails: 'It sounds like two people.' },
  });
  const other = await studioScene({
    speech: () =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [slow.kind],
        installation: { slow: { apiKey: 'key' } },
      }),
    listener: {
      understand: async () => ({ speech: [], checks: [] }),
      hear: async (_recording, expected) => expected,
    },
  });
  const outer = scene;
  scene = other;
  try {
    const { voice, sampleIds } = await prepared(other.owner);
    expect((await other.owner('POST', `${voice}/train`, { sampleIds })).status).toBe(202);
    expect(await trained(other.owner, voice)).toMatchObject({
      state: 'failed',
      failure: 'It sounds like two people.',
    });
    expect(slow.seen.cloned).toHaveLength(1);
  } finally {
    scene = outer;
    await other.close();
  }
}, 60_000);
