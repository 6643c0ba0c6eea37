import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import OpenAI, { APIError, toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROLE_SCOPES } from '../../../shared/access.ts';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { noProvenance } from '../../provenance/contract.ts';
import { openTranscription } from '../../providers/openai/transcribe.ts';
import { encodeAudio } from '../../speech/mastering/encode.ts';
import type { Recognition } from '../../speech/recognition/contract.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { mountOpenAi } from './openai.ts';

/** What the server behind ours answers: as many words as the sound has seconds. */
const WORDS = 'One two three four five six seven eight nine ten'.split(' ');
const server = await openEngineServer({
  base: '/v1',
  answer({ body }) {
    const seconds = Math.min(WORDS.length, Math.floor((body.length - 1_000) / 32_000));
    const words = WORDS.slice(0, seconds).map((word, at) => ({ word, start: at, end: at + 0.5 }));
    const text = words.map(({ word }) => word).join(' ');
    return {
      body: {
        text,
        language: 'english',
        words,
        segments: [{ text, start: 0, end: seconds, avg_logprob: -0.1 }],
      },
    };
  },
});
const engineOf = (id: string, requestsAtOnce = 2) =>
  openTranscription({
    id,
    name: 'Behind',
    kind: 'cloud',
    baseUrl: server.url,
    apiKey: undefined,
    model: 'm',
    version: '1',
    requestsAtOnce,
    limits: { seconds: 600, bytes: 25_000_000 },
    patience: { firstByteMs: 1_500, idleMs: 1_000 },
  });
const real = openRealSpeech();
const recognition = openTestRecognition([engineOf('behind')]);
const nobody = openTestRecognition([]);
const speech = openTestSpeech([]);
let db: TestDatabase;
let key: string;
let apps: FastifyInstance[];
let client: OpenAI;
let without: OpenAI;

beforeAll(async () => {
  db = await createTestDatabase();
  const { ownerId, workspaceId } = await createWorkspace(db);
  const owner = {
    workspaceId,
    actor: { kind: 'user' as const, id: ownerId, name: 'Olga Owner' },
    userId: ownerId,
    role: 'owner' as const,
    scopes: new Set(ROLE_SCOPES.owner),
    correlationId: 'test',
  };
  ({ key } = await createApiKey(db.database, owner, { name: 'Program', scopes: ['speech:synthesize'] }));
  apps = [await appOf(recognition), await appOf(nobody)];
  [client, without] = apps.map(
    (app) =>
      new OpenAI({
        apiKey: key,
        baseURL: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/v1`,
        maxRetries: 0,
      }),
  ) as [OpenAI, OpenAI];
});
afterAll(async () => {
  for (const app of apps ?? []) {
    app.server.closeAllConnections();
    await app.close();
  }
  await Promise.all([recognition.close(), nobody.close(), speech.close(), real.close(), server.close()]);
  await db?.close();
});
beforeEach(() => server.behave(null));

async function appOf(door: Recognition): Promise<FastifyInstance> {
  const app = await createTestApp(db, {
    callers: createCallers(db.database, { warn: () => {} }),
    mounts: [
      (scope) =>
        mountOpenAi(scope, {
          provenance: noProvenance('Not in this test.'),
          speech,
          recognition: door,
          limits: rateLimits(inProcessMeter(GENEROUS)),
          speechVoices: async () => ({}),
          dictionaryOf: async () => [],
        }),
    ],
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}

const TEXT = 'Thank you for calling, how can I help you today with your order?';
const spoken = async () => toFile(await real.wav(TEXT, 22_050), 'hello.wav');
const failure = async (work: Promise<unknown>): Promise<APIError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof APIError)) throw error ?? new Error('It did not fail.');
  return error;
};

test('the official client gets every format', async () => {
  const file = await spoken();
  const ask = <Format extends OpenAI.AudioResponseFormat>(format: Format) =>
    client.audio.transcriptions.create({ file, model: 'whisper-1', response_format: format });
  const json = await ask('json');
  expect(json.text).toMatch(/^One two three/);
  expect(json.usage).toMatchObject({ type: 'duration' });
  expect(await ask('text')).toBe(`${json.text}\n`);
  expect(await ask('srt')).toMatch(/^1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\nOne two three/);
  expect(await ask('vtt')).toMatch(/^WEBVTT\n\n00:00:00\.\d{3} --> 00:00:0\d\.\d{3}\nOne two three/);
  const verbose = await client.audio.transcriptions.create({
    file,
    model: 'behind',
    response_format: 'verbose_json',
    timestamp_granularities: ['word', 'segment'],
  });
  expect(verbose).toMatchObject({ language: 'english', text: json.text });
  expect(verbose.words?.[1]).toMatchObject({ word: 'two' });
  expect(verbose.segments?.[0]?.avg_logprob).toBeCloseTo(-0.1, 3);
  expect(verbose.duration).toBeGreaterThan(3);
});

test('a stream gives the text piece by piece, and then the whole', async () => {
  const stream = await client.audio.transcriptions.create({
    file: await spoken(),
    model: 'gpt-4o-transcribe',
    stream: true,
  });
  let text = '';
  let whole = '';
  for await (const event of stream) {
    if (event.type === 'transcript.text.delta') text += event.delta;
    if (event.type === 'transcript.text.done') whole = event.text;
  }
  expect(whole).toMatch(/^One two three/);
  expect(text).toBe(whole);
});

test('any format by its content, whatever it is called; telephone quality too', async () => {
  const narrow = await real.speak(TEXT, 8_000);
  const flac = await encodeAudio(floatToInt16((await real.speak(TEXT, 24_000)).samples), 24_000, 'flac');
  for (const [name, bytes] of [
    ['call.mp3', writeWav(floatToInt16(narrow.samples), 8_000)],
    ['song.wav', flac],
  ] as const) {
    const { text } = await client.audio.transcriptions.create({
      file: await toFile(bytes, name),
      model: 'whisper-1',
    });
    expect(text).toMatch(/^One two three/);
  }
});

test('what holds no speech gives an empty text, and no engine is asked', async () => {
  const before = server.asked.length;
  const noise = Float32Array.from({ length: 48_000 }, (_, n) => 0.05 * Math.sin(n * n));
  for (const sound of [new Float32Array(32_000), noise]) {
    const file = await toFile(writeWav(floatToInt16(sound), 16_000), 'nothing.wav');
    expect((await client.audio.transcriptions.create({ file, model: 'whisper-1' })).text).toBe('');
  }
  expect(server.asked.length).toBe(before);
});

test('failures come as OpenAI’s own', async () => {
  const file = await spoken();
  const ask = (more: object) =>
    failure(client.audio.transcriptions.create({ file, model: 'whisper-1', ...more } as never));
  expect(await ask({ model: 'whisper-9' })).toMatchObject({ status: 404, code: 'model_not_found' });
  expect(await ask({ temperature: 3 })).toMatchObject({ status: 400, param: 'temperature' });
  expect(await ask({ language: 'no such' })).toMatchObject({ status: 400, param: 'language' });
  expect(await ask({ response_format: 'diarized_json' })).toMatchObject({
    status: 400,
    param: 'response_format',
  });
  expect(await ask({ timestamp_granularities: ['word'] })).toMatchObject({
    status: 400,
    param: 'timestamp_granularities',
  });
  expect(await ask({ file: await toFile(Buffer.from('no sound at all'), 'a.mp3') })).toMatchObject({
    status: 415,
  });
  // An hour and a minute of silence at 8 bits.
  const long = Buffer.alloc(44 + 8_000 * 3_660, 128);
  Buffer.from(writeWav(new Int16Array(0), 8_000)).copy(long);
  long.writeUInt32LE(long.length - 8, 4);
  long.writeUInt32LE(8_000, 28);
  long.writeUInt16LE(1, 32);
  long.writeUInt16LE(8, 34);
  long.writeUInt32LE(long.length - 44, 40);
  const refused = await ask({ file: await toFile(long, 'long.wav') });
  expect(refused.message).toContain('longer than 60 minutes');
  const large = await ask({ file: await toFile(Buffer.alloc(51 * 2 ** 20), 'large.wav') });
  expect(large).toMatchObject({ status: 413 });
  expect(large.message).toContain('50 MB');
  server.behave('broken');
  expect(await ask({})).toMatchObject({ status: 503, code: 'engine_unavailable' });
}, 90_000);

test('without a recogniser that takes dictation it is said what to set', async () => {
  const refused = await failure(
    without.audio.transcriptions.create({ file: await spoken(), model: 'whisper-1' }),
  );
  expect(refused).toMatchObject({ status: 400, code: 'no_recogniser' });
  expect(refused.message).toContain('DEEPGRAM_API_KEY');
  const models = (await without.models.list()).data.map(({ id }) => id);
  expect(models).not.toContain('whisper-1');
  const able = (await client.models.list()).data.map(({ id }) => id);
  expect(able).toEqual(expect.arrayContaining(['tts-1', 'whisper-1', 'behind']));
});
