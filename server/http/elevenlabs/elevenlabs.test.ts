import type { AddressInfo } from 'node:net';
import { ElevenLabs, ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';
import decodeAudio from 'audio-decode';
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import { LIST_PRICES } from '../../../shared/prices/priceTable.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { ProblemError } from '../../problem.ts';
import { noProvenance } from '../../provenance/contract.ts';
import { openEspeak } from '../../providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { Speech, SpeechEngine, SpeechEngineKind, SynthesisRequest } from '../../speech/contract.ts';
import { openAccounts } from '../../usage/accounts.ts';
import { choosePlan } from '../../usage/plan.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { mountOpenAi } from '../openai/openai.ts';
import { mountElevenLabs } from './elevenlabs.ts';

const TEXT = 'Good morning & welcome. 1 < 2, said Tom 😀. Then he left!';
const LONG = 'This sentence takes a while to be spoken by anyone. '.repeat(150);
/** An id of ElevenLabs' own, and one that the workspace gave to a voice of ours. */
const THEIRS = '21m00Tcm4TlvDq8ikWAM';
const MAPPED = 'pNInz6obpgDQGcFmaJgB';

let key: string;
const recognition = openTestRecognition([]);
let db: TestDatabase;
let speech: Speech;
let app: FastifyInstance;
let client: ElevenLabsClient;
/** What the engine that stands for ElevenLabs was asked, and whether it fails. */
let asked: SynthesisRequest[] = [];
let ill = false;

beforeAll(async () => {
  db = await createTestDatabase();
  const { ownerId, workspaceId } = await createWorkspace(db);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  ({ key } = await createApiKey(db.database, owner, { name: 'Program', scopes: ['speech:synthesize'] }));
  const flite = openFlite({ processes: 1 });
  speech = openTestSpeech([flite, openEspeak({ processes: 1 })], {
    kinds: [remoteKind(flite)],
    installation: { elevenlabs: {} },
    cacheBytes: 1_000_000,
  });
  app = await speechApp();
  client = clientOf(app);
});
afterAll(async () => {
  // fetch replaces an aborted connection by one it may never use, and such a one does not count as idle.
  app?.server.closeAllConnections();
  await app?.close();
  await recognition.close();
  await speech?.close();
  await db?.close();
});

/** An engine with ElevenLabs' settings and one of its ids, which speaks by a real one. */
function remoteKind(flite: SpeechEngine): SpeechEngineKind {
  const voices = async () => {
    const [voice] = await flite.voices();
    const settings = ['stability', 'style', 'speakerBoost'] as const;
    const capabilities = { ...voice!.capabilities, settings: [...settings] };
    return [{ ...voice!, id: `elevenlabs:${THEIRS}`, name: 'Rachel', engine: 'elevenlabs', capabilities }];
  };
  return {
    id: 'elevenlabs',
    name: 'Remote',
    kind: 'cloud',
    hint: '',
    settings: [],
    open: () => ({
      id: 'elevenlabs',
      name: 'Remote',
      version: '1',
      kind: 'cloud',
      concurrency: 1,
      voices,
      check: () => {},
      async synthesize(request) {
        asked.push(request);
        if (ill) throw new ProblemError('engine-unavailable', 'Remote cannot be reached.');
        const [voice] = await flite.voices();
        const { settings: _settings, ...parameters } = request.parameters;
        // It does not say when its words are heard.
        return { ...(await flite.synthesize({ ...request, voice: voice!, parameters })), words: [] };
      },
      close: async () => {},
    }),
  };
}

async function speechApp(generation = GENEROUS.generation, speaks = speech): Promise<FastifyInstance> {
  const limits = rateLimits(inProcessMeter({ ...GENEROUS, generation }));
  const deps = {
    speech: speaks,
    recognition,
    provenance: noProvenance('Not in this test.'),
    limits,
    speechVoices: async () => ({ [MAPPED]: 'espeak:en-us' }),
    dictionaryOf: async () => [],
  };
  const listening = await createTestApp(db, {
    callers: createCallers(db.database, { warn: () => {} }),
    mounts: [(scope) => mountOpenAi(scope, deps), (scope) => mountElevenLabs(scope, deps)],
  });
  await listening.listen({ port: 0, host: '127.0.0.1' });
  return listening;
}

const addressOf = (server: FastifyInstance) =>
  `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

function clientOf(server: FastifyInstance, apiKey = key): ElevenLabsClient {
  return new ElevenLabsClient({ apiKey, baseUrl: addressOf(server), maxRetries: 0 });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function heard(bytes: Buffer): Promise<{ seconds: number; rateHz: number }> {
  const { channelData, sampleRate } = await decodeAudio(bytes);
  return { seconds: (channelData[0]?.length ?? 0) / sampleRate, rateHz: sampleRate };
}

const failure = async (work: Promise<unknown>): Promise<ElevenLabsError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ElevenLabsError)) throw error ?? new Error('It did not fail.');
  return error;
};

const convert = async (more: Partial<ElevenLabs.BodyTextToSpeechFull> = {}, voice = 'flite:slt') =>
  bytesOf(await client.textToSpeech.convert(voice, { text: TEXT, ...more }));
/** The client has no name for a WAV that is streamed, so that format is asked for in the address. */
async function stream(output_format: string | undefined): Promise<Buffer> {
  const queryParams: Record<string, string> = output_format === undefined ? {} : { output_format };
  return bytesOf(await client.textToSpeech.stream('flite:slt', { text: TEXT }, { queryParams }));
}

let secondsOfText: number;
beforeAll(async () => {
  secondsOfText = (await convert({ outputFormat: 'pcm_24000' })).length / 48_000;
  expect(secondsOfText).toBeGreaterThan(3);
});

test.each([
  ['mp3_44100_128', 44_100, 128],
  ['mp3_22050_32', 22_050, 32],
  ['opus_48000_64', 48_000, null],
  ['wav_16000', 16_000, 256],
  ['pcm_16000', null, 256],
  ['pcm_44100', null, 705.6],
  ['ulaw_8000', null, 64],
  ['alaw_8000', null, 64],
] as const)(
  'the official client gets %s, whole and streamed, at its rate and bitrate',
  async (format, rateHz, kbps) => {
    // The default is asked for by saying nothing.
    const outputFormat = format === 'mp3_44100_128' ? undefined : format;
    const whole = await convert({ outputFormat });
    const streamed = await stream(outputFormat);
    for (const [bytes, allowed] of [
      [whole, 0.01],
      [streamed, 0.15],
    ] as const) {
      if (kbps !== null)
        expect(Math.abs((bytes.length * 8) / 1000 / secondsOfText / kbps - 1)).toBeLessThan(0.06);
      if (rateHz === null) continue;
      const { seconds, rateHz: found } = await heard(bytes);
      expect(found).toBe(rateHz);
      expect(Math.abs(seconds - secondsOfText)).toBeLessThan(allowed);
    }
  },
);

test('speed changes the length, and settings go to the voices that have them', async () => {
  const pcm = { outputFormat: 'pcm_24000' } as const;
  const fast = await convert({ ...pcm, voiceSettings: { speed: 2, stability: 0.2 } });
  expect(fast.length / 48_000 / secondsOfText).toBeCloseTo(0.5, 1);
  asked = [];
  const everything = { stability: 0.2, similarityBoost: 0.9, style: 0.3, useSpeakerBoost: false };
  await convert({ ...pcm, voiceSettings: everything, seed: 7, previousText: 'Before.' }, THEIRS);
  expect(asked[0]?.parameters.settings).toEqual({ stability: 0.2, style: 0.3, speakerBoost: 0 });
  expect(asked[0]?.voice.id).toBe(`elevenlabs:${THEIRS}`);
});

test('voices are found by our id, by theirs, and by a name that the workspace gave', async () => {
  const pcm = { outputFormat: 'pcm_24000', text: 'Hello there.' } as const;
  expect(await convert(pcm, MAPPED)).toEqual(await convert(pcm, 'espeak:en-us'));
  const { data, rawResponse } = await client.textToSpeech.convert(MAPPED, pcm).withRawResponse();
  await bytesOf(data);
  expect(rawResponse.headers.get('x-voiceops-voice')).toBe('espeak:en-us');
  const german = await convert({ ...pcm, languageCode: 'de' }, 'espeak:de');
  expect(german.length).toBeGreaterThan(10_000);
  expect(await failure(convert({ ...pcm, languageCode: 'fr' }, 'espeak:de'))).toMatchObject({
    statusCode: 400,
  });
});

test('another voice stands in where one cannot speak, and the answer says so', async () => {
  ill = true;
  try {
    for (const ask of [client.textToSpeech.convert, client.textToSpeech.stream]) {
      const { data, rawResponse } = await ask
        .call(client.textToSpeech, THEIRS, { text: 'Who is there?' })
        .withRawResponse();
      expect((await bytesOf(data)).length).toBeGreaterThan(5000);
      expect(rawResponse.headers.get('x-voiceops-voice')).toMatch(/^(flite|espeak):/);
      expect(rawResponse.headers.get('x-voiceops-fallback')).toBe('engine-unavailable');
    }
  } finally {
    ill = false;
  }
});

const inOrder = (times: number[]) => times.every((time, index) => index === 0 || time >= times[index - 1]!);

test.each([['flite:slt'], [THEIRS]])(
  '%s: every character has its time, whole and streamed',
  async (voice) => {
    const whole = await client.textToSpeech.convertWithTimestamps(voice, {
      text: TEXT,
      outputFormat: 'pcm_16000',
    });
    const seconds = Buffer.from(whole.audioBase64, 'base64').length / 32_000;
    const {
      characters,
      characterStartTimesSeconds: starts,
      characterEndTimesSeconds: ends,
    } = whole.alignment!;
    expect(characters).toEqual([...TEXT]);
    expect(whole.normalizedAlignment?.characters).toEqual(characters);
    expect(inOrder(starts) && inOrder(ends) && starts.every((start, index) => start <= ends[index]!)).toBe(
      true,
    );
    expect(ends.at(-1)).toBeCloseTo(seconds, 1);
    // Spread over words where they are known: “welcome” then begins where it is heard.
    if (voice === 'flite:slt') {
      // Where the words' times are known, each begins where it is heard.
      const { words } = await speech.speak({
        text: fromPlain(TEXT).markup,
        language: 'en-US',
        voiceId: voice,
        parameters: SpeechParameters.parse({}),
        workspaceId: 'any',
        use: TEST_USE,
        signal: new AbortController().signal,
      });
      for (const word of ['Good', 'welcome', 'Tom', 'left']) {
        const heardAt = words.find(({ text }) => text.startsWith(word))!.startMs;
        expect(
          Math.abs(starts[[...TEXT.slice(0, TEXT.indexOf(word))].length]! - heardAt / 1000),
        ).toBeLessThan(0.002);
      }
    }

    const pieces = [];
    for await (const piece of await client.textToSpeech.streamWithTimestamps(voice, {
      text: TEXT,
      outputFormat: 'pcm_16000',
    }))
      pieces.push(piece);
    const audio = Buffer.concat(pieces.map(({ audioBase64 }) => Buffer.from(audioBase64, 'base64')));
    expect(Math.abs(audio.length / 32_000 - seconds)).toBeLessThan(0.05);
    expect(pieces.flatMap(({ alignment }) => alignment?.characters ?? [])).toEqual([...TEXT]);
    const streamed = pieces.flatMap(({ alignment }) => alignment?.characterStartTimesSeconds ?? []);
    expect(inOrder(streamed)).toBe(true);
    if (voice !== 'flite:slt') return;
    expect(pieces.length).toBeGreaterThan(2);
    // The pause behind a sentence belongs to its last sign; where it ends depends on where the pieces are cut.
    for (const [index, time] of streamed.entries())
      if (/[a-z]/i.test(characters[index]!)) expect(Math.abs(time - starts[index]!)).toBeLessThan(0.03);
  },
);

test('a break is a pause, and whatever else looks like markup is text', async () => {
  const pcm = { outputFormat: 'pcm_24000' } as const;
  const without = await convert({ ...pcm, text: 'One. Two.' });
  const paused = await convert({ ...pcm, text: 'One. <break time="2s" /> Two.' });
  expect((paused.length - without.length) / 48_000).toBeGreaterThan(1.4);
  const text = 'One. <break time="1s" /> Two.';
  const { alignment } = await client.textToSpeech.convertWithTimestamps('flite:slt', { text });
  expect(alignment?.characters.join('')).toBe(text);
  expect((await convert({ ...pcm, text: 'A <voice> & a <tone/>.' })).length).toBeGreaterThan(48_000);
});

test('voices and models are listed as its client reads them', async () => {
  const { voices } = await client.voices.getAll();
  expect(voices.map(({ voiceId }) => voiceId)).toEqual(
    expect.arrayContaining(['flite:slt', 'espeak:de', `elevenlabs:${THEIRS}`]),
  );
  const first = await client.voices.search({ pageSize: 2, search: 'flite' });
  expect(first).toMatchObject({ hasMore: true, totalCount: 5 });
  const second = await client.voices.search({
    pageSize: 100,
    search: 'flite',
    nextPageToken: first.nextPageToken,
  });
  expect(second.hasMore).toBe(false);
  expect(new Set([...first.voices, ...second.voices].map(({ voiceId }) => voiceId)).size).toBe(5);
  expect(await client.voices.get('flite:slt')).toMatchObject({
    category: 'premade',
    labels: { gender: 'female' },
  });
  const models = await client.models.list();
  expect(models.find(({ modelId }) => modelId === 'eleven_multilingual_v2')).toMatchObject({
    canDoTextToSpeech: true,
    maximumTextLengthPerRequest: 10_000,
  });
});

test('failures come as ElevenLabs’ own, and its client knows them', async () => {
  const of = (more: object, voice?: string) => failure(convert(more, voice));
  const status = (word: string) => ({ detail: { status: word, message: expect.stringMatching(/\S/) } });
  expect(await of({}, 'nobody')).toMatchObject({ statusCode: 404, body: status('voice_not_found') });
  expect(await of({ text: ' ' })).toMatchObject({ statusCode: 400, body: status('input_text_empty') });
  expect(await of({ text: 'a'.repeat(10_001) })).toMatchObject({
    statusCode: 400,
    body: status('max_character_limit_exceeded'),
  });
  expect(await of({ modelId: 'eleven_nine' })).toMatchObject({
    statusCode: 400,
    body: status('model_not_found'),
  });

  const invalid = await of({ voiceSettings: { stability: 3 } });
  expect(invalid).toBeInstanceOf(ElevenLabs.UnprocessableEntityError);
  expect(invalid.body).toMatchObject({ detail: [{ loc: ['body', 'voice_settings', 'stability'] }] });
  const format = await failure(
    Promise.resolve(
      client.textToSpeech.stream('flite:slt', { text: 'x' }, { queryParams: { output_format: 'ogg_1' } }),
    ),
  );
  expect(format).toBeInstanceOf(ElevenLabs.UnprocessableEntityError);

  for (const ask of [
    (by: ElevenLabsClient) => by.textToSpeech.convert('flite:slt', { text: 'Hello.' }),
    (by: ElevenLabsClient) => by.models.list(),
    (by: ElevenLabsClient) => by.voices.search(),
  ]) {
    const error = await failure(Promise.resolve(ask(clientOf(app, 'wrong'))));
    expect(error).toMatchObject({ statusCode: 401, body: status('invalid_api_key') });
  }

  const small = await speechApp({ amount: 1, periodMs: 60_000 });
  try {
    const limited = clientOf(small);
    await bytesOf(await limited.textToSpeech.convert('flite:slt', { text: 'Hello.' }));
    const refused = await failure(limited.textToSpeech.stream('flite:slt', { text: 'Hello.' }));
    expect(refused).toMatchObject({ statusCode: 429, body: status('too_many_concurrent_requests') });
    expect(Number(refused.rawResponse?.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await small.close();
  }
});

test('a used-up month is a 401 by the name quota_exceeded, as ElevenLabs has it, and is not tried again', async () => {
  const { ownerId, workspaceId } = await createWorkspace(db);
  const usage = { database: db.database, givenPlan: 'small-business' as const, prices: LIST_PRICES };
  const accounts = openAccounts({ ...usage, onUnsettled: () => {} });
  const thrifty = openTestSpeech([openFlite({ processes: 1 })], { accounts });
  const listening = await speechApp(GENEROUS.generation, thrifty);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { key: theirKey } = await createApiKey(db.database, owner, {
    name: 'Program',
    scopes: ['speech:synthesize'],
  });
  // With as many tries as the client takes by itself.
  const theirs = new ElevenLabsClient({ apiKey: theirKey, baseUrl: addressOf(listening) });
  try {
    expect(
      (await bytesOf(await theirs.textToSpeech.convert('flite:slt', { text: 'Hello.' }))).length,
    ).toBeGreaterThan(1000);
    let requests = 0;
    listening.server.on('request', () => requests++);
    await db.database.withWorkspace(workspaceId, (tx) =>
      tx.execute(sql`update usage_months set characters = 499999 where workspace_id = ${workspaceId}`),
    );
    const body = { detail: { status: 'quota_exceeded', message: expect.stringContaining('500,000') } };
    expect(await failure(theirs.textToSpeech.convert('flite:slt', { text: TEXT }))).toMatchObject({
      statusCode: 401,
      body,
    });
    expect(await failure(theirs.textToSpeech.stream('flite:slt', { text: TEXT }))).toMatchObject({
      statusCode: 401,
      body,
    });
    const timed = theirs.textToSpeech.convertWithTimestamps('flite:slt', { text: TEXT });
    expect(await failure(timed)).toMatchObject({ statusCode: 401, body });
    expect(requests).toBe(3);

    await choosePlan(usage, owner, 'free');
    accounts.planChanged(workspaceId);
    expect(await failure(theirs.textToSpeech.convert('flite:slt', { text: TEXT }))).toMatchObject({
      statusCode: 403,
      body: { detail: { status: 'not_in_plan' } },
    });
  } finally {
    listening.server.closeAllConnections();
    await listening.close();
    await thrifty.close();
    await accounts.close();
  }
});

test.each(['mp3_44100_128', 'opus_48000_32', 'pcm_24000'] as const)(
  '%s is heard long before the end, and a client that leaves stops the synthesis',
  async (outputFormat) => {
    const controller = new AbortController();
    const startedAt = performance.now();
    const audio = await client.textToSpeech.stream(
      'flite:slt',
      { text: LONG, outputFormat, voiceSettings: { speed: 0.25 } },
      { abortSignal: controller.signal },
    );
    const { value } = await audio.getReader().read();
    const firstMs = performance.now() - startedAt;
    expect(value?.length).toBeGreaterThan(0);
    controller.abort();
    const leftAt = performance.now();
    expect((await convert({ text: `Next, please, for ${outputFormat}.` })).length).toBeGreaterThan(1000);
    // The whole would take a minute on a machine with nothing else to do.
    expect(firstMs).toBeLessThan(10_000);
    expect(performance.now() - leftAt).toBeLessThan(30_000);
  },
);
