import type { AddressInfo } from 'node:net';
import decodeAudio from 'audio-decode';
import type { FastifyInstance } from 'fastify';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES, type Scope } from '../../../shared/access.ts';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import type { Caller } from '../../caller.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { noProvenance } from '../../provenance/contract.ts';
import { openEspeak } from '../../providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { Speech } from '../../speech/contract.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { mountVoices } from '../voices/voices.ts';
import { mountOpenAi } from './openai.ts';

const TEXT = 'Good morning & welcome. 1 < 2, <break/> said Tom.';

let key: string;
let db: TestDatabase;
let speech: Speech;
const recognition = openTestRecognition([]);
let workspaceId: string;
let app: FastifyInstance;
let client: OpenAI;
beforeAll(async () => {
  db = await createTestDatabase();
  const { ownerId, ...made } = await createWorkspace(db);
  workspaceId = made.workspaceId;
  const owner: Caller = {
    workspaceId,
    actor: { kind: 'user', id: ownerId, name: 'Olga Owner' },
    userId: ownerId,
    role: 'owner',
    scopes: new Set(ROLE_SCOPES.owner),
    correlationId: 'test',
  };
  const scopes: Scope[] = ['speech:synthesize', 'workspace:read'];
  ({ key } = await createApiKey(db.database, owner, { name: 'Program', scopes }));
  speech = openTestSpeech([openFlite({ processes: 1 }), openEspeak({ processes: 1 })], {
    cacheBytes: 1_000_000,
  });
  app = await speechApp();
  client = clientOf(app);
});
afterAll(async () => {
  // fetch replaces an aborted connection by one it may never use, and such a one does not count as idle.
  app?.server.closeAllConnections();
  await app?.close();
  await speech?.close();
  await recognition.close();
  await db?.close();
});

async function speechApp(generations = GENEROUS.generation): Promise<FastifyInstance> {
  const limits = rateLimits(inProcessMeter({ ...GENEROUS, generation: generations }));
  const listening = await createTestApp(db, {
    callers: createCallers(db.database, { warn: () => {} }),
    mounts: [
      (scope) => mountVoices(scope, { speech, limits, dictionaryOf: async () => [] }),
      (scope) =>
        mountOpenAi(scope, {
          speech,
          recognition,
          provenance: noProvenance('Not in this test.'),
          limits,
          speechVoices: async () => ({ nova: 'espeak:de' }),
          dictionaryOf: async () => [],
        }),
    ],
  });
  await listening.listen({ port: 0, host: '127.0.0.1' });
  return listening;
}

function clientOf(server: FastifyInstance, apiKey = key): OpenAI {
  const { port } = server.server.address() as AddressInfo;
  return new OpenAI({ apiKey, baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
}

const failure = async (work: Promise<unknown>): Promise<APIError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof APIError)) throw error ?? new Error('It did not fail.');
  return error;
};

async function seconds(audio: Buffer): Promise<number> {
  const { channelData, sampleRate } = await decodeAudio(audio);
  return (channelData[0]?.length ?? 0) / sampleRate;
}

test.each([
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['wav', 'audio/wav'],
] as const)('the official client gets %s that decodes to the same length', async (format, type) => {
  const answer = await client.audio.speech.create({
    model: 'tts-1',
    voice: 'alloy',
    input: TEXT,
    response_format: format,
  });
  expect(answer.headers.get('content-type')).toBe(type);
  const pcm = await client.audio.speech.create({
    model: 'tts-1',
    voice: 'alloy',
    input: TEXT,
    response_format: 'pcm',
  });
  const expected = (await pcm.arrayBuffer()).byteLength / 2 / 24_000;
  expect(expected).toBeGreaterThan(3);
  expect(Math.abs((await seconds(Buffer.from(await answer.arrayBuffer()))) - expected)).toBeLessThan(0.15);
});

test('speed, voices of ours, the workspace’s choice and the tone in the instructions change the audio', async () => {
  const speak = async (more: Partial<OpenAI.Audio.SpeechCreateParams>) => {
    const body = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'We were away a year ago.', ...more };
    const answer = await client.audio.speech.create({ ...body, response_format: 'pcm' });
    return Buffer.from(await answer.arrayBuffer());
  };
  const normal = await speak({});
  expect(normal.length / (await speak({ speed: 2 })).length).toBeCloseTo(2, 0);
  expect((await speak({ instructions: 'Speak in a calm voice.' })).length).toBeGreaterThan(
    normal.length * 1.1,
  );
  expect(await speak({ instructions: 'Like a pirate.' })).toEqual(normal);
  expect(await speak({ voice: 'flite:slt' })).toEqual(normal);
  expect(await speak({ voice: { id: 'flite:rms' } })).not.toEqual(normal);
  expect(await speak({ voice: 'nova' })).toEqual(await speak({ voice: 'espeak:de' }));
});

test('headers say who spoke, whatever the form of the answer', async () => {
  for (const more of [{}, { response_format: 'pcm' }, { stream_format: 'sse' }] as const) {
    const body = { model: 'tts-1', voice: 'nova', input: 'Guten Tag.', ...more };
    const answer = await client.audio.speech.create(body).asResponse();
    await answer.arrayBuffer();
    expect(answer.headers.get('x-voiceops-voice')).toBe('espeak:de');
    expect(answer.headers.get('x-voiceops-fallback')).toBeNull();
  }
});

test('events carry raw audio sentence by sentence, and a file as the file it is without them', async () => {
  const { port } = app.server.address() as AddressInfo;
  const events = async (format: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/audio/speech`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'tts-1',
        voice: 'ash',
        input: 'One. Two. Three.',
        response_format: format,
        stream_format: 'sse',
      }),
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    return (await answer.text())
      .trim()
      .split('\n\n')
      .map(
        (line) => JSON.parse(line.replace(/^data: /, '')) as { type: string; audio?: string; usage?: object },
      );
  };
  const heard = (all: { audio?: string }[]) =>
    Buffer.concat(all.map(({ audio }) => Buffer.from(audio ?? '', 'base64')));

  const raw = await events('pcm');
  expect(raw.map(({ type }) => type)).toEqual([...Array(3).fill('speech.audio.delta'), 'speech.audio.done']);
  expect(raw.at(-1)?.usage).toMatchObject({ input_tokens: 4 });
  const file = heard(await events('mp3'));
  const whole = await client.audio.speech.create({ model: 'tts-1', voice: 'ash', input: 'One. Two. Three.' });
  expect(Buffer.compare(file, Buffer.from(await whole.arrayBuffer()))).toBe(0);
  expect(Math.abs((await seconds(file)) - heard(raw).length / 48_000)).toBeLessThan(0.001);
});

test('models and voices are listed', async () => {
  const models = (await client.models.list()).data.map(({ id }) => id);
  expect(models).toContain('tts-1');
  expect(await client.models.retrieve('tts-1')).toMatchObject({ object: 'model', owned_by: 'voiceops' });
  expect(await failure(client.models.retrieve('gpt-5'))).toMatchObject({
    status: 404,
    code: 'model_not_found',
  });
  const { voices } = await client.get<{ voices: { id: string }[] }>('/audio/voices');
  expect(voices.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['alloy', 'cedar', 'flite:slt', 'espeak:de']),
  );
});

test('failures come as OpenAI’s own, and its client knows them', async () => {
  const speak = (more: object, by = client) =>
    failure(by.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello.', ...more }));
  const aac = await speak({ response_format: 'aac' });
  expect(aac).toMatchObject({ status: 400, param: 'response_format', type: 'invalid_request_error' });
  expect(aac.message).toContain('mp3');
  expect(await speak({ input: 'a'.repeat(4097) })).toMatchObject({ status: 400, param: 'input' });
  expect(await speak({ input: ' ' })).toMatchObject({ status: 400, param: 'input', code: 'empty_text' });
  expect(await speak({ speed: 9 })).toMatchObject({ status: 400, param: 'speed' });
  expect(await speak({ voice: 'constructor' })).toMatchObject({
    status: 400,
    param: 'voice',
    code: 'unknown_voice',
  });
  expect(await speak({ model: 'tts-9' })).toMatchObject({ status: 404, code: 'model_not_found' });
  expect(await speak({}, clientOf(app, 'wrong'))).toMatchObject({ status: 401, code: 'invalid_api_key' });

  const small = await speechApp({ amount: 1, periodMs: 60_000 });
  try {
    const limited = clientOf(small);
    await limited.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello.' });
    const refused = await speak({}, limited);
    expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' });
    expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await small.close();
  }
});

test('a client that leaves stops the synthesis', async () => {
  const controller = new AbortController();
  const input = 'This sentence takes a while to be spoken by anyone. '.repeat(78);
  const answer = await client.audio.speech.create(
    { model: 'tts-1', voice: 'alloy', input, response_format: 'pcm', speed: 0.25 },
    { signal: controller.signal },
  );
  await answer.body?.getReader().read();
  controller.abort();
  const startedAt = performance.now();
  const next = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Next, please.' });
  expect((await next.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  // The whole would take twenty seconds on a machine with nothing else to do.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect((await speech.engines(workspaceId))[0]?.statistics.failures).toBe(0);
});

test('voices are listed in pages with filters, shown, and heard', async () => {
  const ask = (url: string, payload?: object) =>
    app.inject({
      method: payload ? 'POST' : 'GET',
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${key}` },
      ...(payload ? { payload } : {}),
    });
  const first = (await ask('/voices?limit=4&language=en')).json();
  const second = (await ask(`/voices?limit=4&language=en&cursor=${first.nextCursor}`)).json();
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
  expect(ids).toEqual([
    'flite:slt',
    'flite:rms',
    'flite:awb',
    'flite:kal16',
    'flite:kal',
    'espeak:en-gb',
    'espeak:en-us',
  ]);
  expect(second.nextCursor).toBeNull();
  expect((await ask('/voices?gender=female')).json().items).toMatchObject([{ id: 'flite:slt' }]);
  expect((await ask('/voices?language=de-AT&engine=espeak')).json().items).toMatchObject([
    { id: 'espeak:de' },
  ]);
  expect((await ask('/voices?cursor=nonsense')).statusCode).toBe(422);
  expect((await ask('/voices/espeak:de')).json()).toMatchObject({ engine: 'espeak', languages: ['de'] });
  expect((await ask('/voices/nobody')).statusCode).toBe(404);
  const heard = await ask('/voices/espeak:de/preview', { text: 'Guten Tag!', format: 'wav' });
  expect(heard.headers['content-type']).toBe('audio/wav');
  expect(await seconds(heard.rawPayload)).toBeGreaterThan(0.4);
  const refused = await ask('/voices/espeak:de/preview', { text: '<voice>x</voice>' });
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'invalid-markup']);
});
