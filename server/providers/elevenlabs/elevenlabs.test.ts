import { afterAll, beforeEach, expect, test } from 'vitest';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { type Answer, type Asked, openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech, unevenPieces } from '../../../test/support/engines/realSpeech.ts';
import { testRoutedBadDays } from '../../../test/support/engines/routedBadDays.ts';
import { floatToInt16, int16ToBytes } from '../../audio/pcm16.ts';
import type { SpokenVoice } from '../../speech/contract.ts';
import { readText } from '../../speech/readText.ts';
import { ELEVENLABS } from './elevenlabsEngine.ts';

const KEY = 'xi-test-0123456789';
const real = openRealSpeech();
const failed = (status: number, code: string): Answer => ({
  status,
  body: { detail: { status: code, message: `SECRET ${KEY}` } },
});

/** What the account of these tests has. */
let formats = ['pcm_24000', 'pcm_22050', 'pcm_16000'];
let verification: object | null = null;
let timesByPiece = false;
let cut = (text: string) => text;

/** Real speech in pieces of lines, each with the times of its characters, spread over each word. */
async function timedSpeech(text: string, rateHz: number, wrongRate: boolean): Promise<Buffer[]> {
  const { words } = await real.speak(text, rateHz);
  const { samples } = await real.speak(text, wrongRate ? rateHz / 2 : rateHz);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { charStart, charEnd, startMs, endMs } of words) {
    const step = (endMs - startMs) / (charEnd - charStart) / 1000;
    for (let i = charStart; i < charEnd; i++) {
      starts[i] = startMs / 1000 + (i - charStart) * step;
      ends[i] = starts[i]! + step;
    }
  }
  for (let i = 0; i < text.length; i++) {
    starts[i] ??= ends[i - 1] ?? 0;
    ends[i] ??= starts[i]!;
  }
  const bytes = Buffer.from(int16ToBytes(floatToInt16(samples)));
  const half = Math.floor(text.length / 2);
  const middle = Math.floor(starts[half]! * rateHz);
  const lines = [
    [0, half, 0, 2 * middle + 1],
    [half, text.length, 2 * middle + 1, bytes.length],
  ].map(([from, to, fromByte, toByte]) => {
    const offset = timesByPiece && from! > 0 ? middle / rateHz : 0;
    return JSON.stringify({
      audio_base64: bytes.subarray(fromByte, toByte).toString('base64'),
      alignment: {
        characters: [...cut(text.slice(from, to))],
        character_start_times_seconds: starts.slice(from, to).map((time) => time - offset),
        character_end_times_seconds: ends.slice(from, to).map((time) => time - offset),
      },
      normalized_alignment: null,
    });
  });
  return unevenPieces(Buffer.from(`${lines.join('\n\n')}\n`));
}

async function answer({ method, path, query, headers, json, body, wrongRate }: Asked): Promise<Answer> {
  if (headers['xi-api-key'] !== KEY) return failed(401, 'invalid_api_key');
  if (method === 'GET' && path === '/v2/voices') {
    const page = Number(query.get('next_page_token') ?? 0);
    const voices = [
      {
        voice_id: 'rachel',
        name: 'Rachel',
        category: 'premade',
        labels: { gender: 'female', accent: 'american' },
      },
      { voice_id: 'adam', name: 'Adam', category: 'cloned', labels: { gender: 'male' }, description: null },
    ];
    return {
      body: {
        voices: [voices[page]],
        has_more: page === 0,
        next_page_token: page === 0 ? '1' : null,
        total_count: 2,
      },
    };
  }
  if (method === 'POST' && path === '/v1/voices/add') {
    const form = body.toString('latin1');
    if (!/name="files"; filename="a.wav"/.test(form)) return failed(422, 'no_files');
    if (form.includes('full')) return failed(400, 'voice_limit_reached');
    return { body: { voice_id: 'made', requires_verification: verification !== null } };
  }
  if (path === '/v1/voices/made' && method === 'GET')
    return { body: { voice_id: 'made', voice_verification: verification } };
  if (path === '/v1/voices/made' && method === 'DELETE') return { body: { status: 'ok' } };
  const spoken = /^\/v1\/text-to-speech\/([\w-]+)\/stream\/with-timestamps$/.exec(path);
  if (!spoken || method !== 'POST') return failed(404, 'not_found');
  if (!['rachel', 'adam', 'made'].includes(spoken[1]!)) return failed(404, 'voice_not_found');
  const format = query.get('output_format') ?? 'mp3_44100_128';
  if (!formats.includes(format)) return failed(403, 'output_format_not_allowed');
  return {
    headers: { 'content-type': 'application/json' },
    body: await timedSpeech(String(json.text), Number(format.slice(4)), wrongRate),
  };
}
const server = await openEngineServer({
  answer,
  failures: {
    unauthorized: failed(401, 'invalid_api_key'),
    quota: failed(401, 'quota_exceeded'),
    busy: failed(429, 'system_busy'),
    refusing: {
      status: 422,
      body: { detail: [{ loc: ['body', 'text'], msg: 'SECRET', type: 'value_error' }] },
    },
  },
});
const settings = { apiKey: KEY, baseUrl: server.url };
const engine = ELEVENLABS.open!(settings);
const signal = new AbortController().signal;
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});
beforeEach(() => {
  server.behave(null);
  server.asked.length = 0;
  formats = ['pcm_24000', 'pcm_22050', 'pcm_16000'];
  verification = null;
  timesByPiece = false;
  cut = (text) => text;
});

async function speak(text: string, parameters: SpeechParametersInput = {}, more: Partial<SpokenVoice> = {}) {
  const [voice] = await engine.voices();
  return engine.synthesize({
    document: readText(text, 'en-US'),
    voice: { ...voice!, ...more },
    parameters: SpeechParameters.parse(parameters),
    signal,
  });
}
const spokenRequests = () => server.asked.filter(({ path }) => path.endsWith('with-timestamps'));

test('lists every page of the voices', async () => {
  expect(await engine.voices()).toMatchObject([
    { id: 'elevenlabs:rachel', name: 'Rachel', gender: 'female', description: 'american' },
    { id: 'elevenlabs:adam', gender: 'male', licence: expect.stringContaining('agreed') },
  ]);
});

test('speaks with its own settings and speed, and says when each word is heard', async () => {
  const text = 'Good morning, dear <emphasis>listeners</emphasis> of this show.';
  const said = 'Good morning, dear listeners of this show.';
  const settings = { stability: 0.3, similarityBoost: 0.9, style: 0.1, speakerBoost: 0 };
  const plain = await speak(said, { settings, speed: 1.2 });
  expect(spokenRequests()[0]?.json).toEqual({
    text: said,
    model_id: 'eleven_multilingual_v2',
    voice_settings: {
      stability: 0.3,
      similarity_boost: 0.9,
      style: 0.1,
      use_speaker_boost: false,
      speed: 1.2,
    },
  });
  expect(plain.words.map(({ text: word }) => word)).toEqual(said.split(' '));
  const expected = await real.speak(said, 24_000, 0);
  for (const [index, word] of plain.words.entries()) {
    expect(Math.abs(word.startMs - expected.words[index]!.startMs)).toBeLessThan(60);
    expect(said.slice(word.charStart, word.charEnd)).toBe(word.text);
  }
  timesByPiece = true;
  for (const [index, { startMs, endMs }] of (await speak(said)).words.entries()) {
    expect(startMs).toBeCloseTo(plain.words[index]!.startMs, 3);
    expect(endMs).toBeCloseTo(plain.words[index]!.endMs, 3);
  }
  timesByPiece = false;
  const stressed = await speak(text);
  expect(stressed.words[3]!.endMs - stressed.words[3]!.startMs).toBeGreaterThan(
    1.1 * (plain.words[3]!.endMs - plain.words[3]!.startMs),
  );
  const slow = await speak(said, { speed: 0.35 });
  expect(spokenRequests().at(-1)?.json.voice_settings).toEqual({ speed: 0.7 });
  expect(slow.samples.length / plain.samples.length).toBeCloseTo(2, 1);
  expect(slow.words.at(-1)!.endMs / plain.words.at(-1)!.endMs).toBeCloseTo(2, 1);
});

test('times of another text are no times', async () => {
  cut = (text) => text.toUpperCase();
  expect((await speak('Good morning.')).words).toEqual([]);
});

test('each part of a text is told what is around it', async () => {
  await speak('Good morning. <break time="500ms"/>How are you?');
  const told = spokenRequests().map(({ json }) => [json.previous_text, json.text, json.next_text]);
  // Both are under way at once, and reach the server in either order.
  expect(told.toSorted(([before]) => (before === undefined ? -1 : 1))).toEqual([
    [undefined, 'Good morning.', 'How are you?'],
    ['Good morning.', 'How are you?', undefined],
  ]);
});

test('tags in the words of a text are no tags for the engine', async () => {
  await speak('Say &lt;break time="9s"/> now, for 3 &lt; 4.');
  expect(spokenRequests()[0]?.json.text).toBe('Say ‹break time="9s"/> now, for 3 < 4.');
});

test('a plan without the best format gets the next one, once and for all', async () => {
  const opened = ELEVENLABS.open!(settings);
  formats = ['pcm_16000'];
  const [voice] = await opened.voices();
  const request = {
    document: readText('Good morning.', 'en-US'),
    voice: voice!,
    parameters: SpeechParameters.parse({}),
    signal,
  };
  expect((await opened.synthesize(request)).sampleRateHz).toBe(24_000);
  await opened.synthesize(request);
  expect(spokenRequests().map(({ query }) => query.get('output_format'))).toEqual([
    'pcm_24000',
    'pcm_22050',
    'pcm_16000',
    'pcm_16000',
  ]);
  formats = [];
  await expect(opened.synthesize(request)).rejects.toMatchObject({ code: 'engine-refused' });
  await opened.close();
});

test('makes a voice of samples, waits for its verification, speaks with it and removes it', async () => {
  const { cloning } = engine;
  expect(cloning!.requirements).toMatchObject({ minSeconds: 60, maxSeconds: 600 });
  const sample = {
    name: 'a.wav',
    bytes: await real.wav('Good morning.', 24_000),
    mediaType: 'audio/wav',
    samples: new Float32Array(0),
    sampleRateHz: 24_000,
  };
  const progress: number[] = [];
  const request = {
    name: 'Brand',
    samples: [sample],
    signal,
    onProgress: (done: number) => progress.push(done),
  };
  const made = await cloning!.create(request);
  expect(made).toEqual({ reference: { voiceId: 'made' }, state: 'ready' });
  expect(progress.at(-1)).toBe(1);
  await speak('Good morning.', {}, { id: 'custom:1', clone: made.reference });
  expect(spokenRequests()[0]?.path).toContain('/made/');
  verification = { requires_verification: true, is_verified: false, verification_failures: [] };
  expect((await cloning!.create(request)).state).toBe('pending');
  expect(await cloning!.state!(made.reference, signal)).toBe('pending');
  verification = { requires_verification: true, is_verified: false, verification_failures: ['SECRET'] };
  expect(await cloning!.state!(made.reference, signal)).toEqual({
    failed: expect.not.stringContaining('SECRET'),
  });
  verification = { requires_verification: true, is_verified: true };
  expect(await cloning!.state!(made.reference, signal)).toBe('ready');
  await cloning!.remove(made.reference, signal);
  expect(server.asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/v1/voices/made' });
  await cloning!.remove({ voiceId: 'gone' }, signal);
  expect(await cloning!.state!({ voiceId: 'gone' }, signal)).toMatchObject({ failed: expect.any(String) });
  await expect(cloning!.create({ ...request, name: 'full' })).rejects.toMatchObject({
    code: 'engine-refused',
    message: expect.stringContaining('no place'),
  });
});

testRoutedBadDays({
  kind: ELEVENLABS,
  settings,
  server,
  voiceId: 'elevenlabs:rachel',
  codes: { 'wrong-rate': 'synthesis-failed' },
  speaking: (path) => path.endsWith('with-timestamps'),
});
