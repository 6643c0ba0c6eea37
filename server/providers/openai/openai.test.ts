import OpenAI from 'openai';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech, unevenPieces } from '../../../test/support/engines/realSpeech.ts';
import { testRoutedBadDays } from '../../../test/support/engines/routedBadDays.ts';
import { readText } from '../../speech/readText.ts';
import { OPENAI } from './openaiEngine.ts';

const KEY = 'sk-test-0123456789';
const real = openRealSpeech();
const refused = (code: string, status: number) => ({
  status,
  body: { error: { message: `SECRET ${KEY} is wrong`, type: 'invalid_request_error', param: null, code } },
});
const asType = (type: string) => ({ 'content-type': type });
/** What servers send that only claim the dialect. */
let otherwise: ((text: string) => Promise<{ headers: Record<string, string>; body: Buffer[] }>) | null = null;
/** Speaks as the API reference says. */
const server = await openEngineServer({
  base: '/v1',
  failures: {
    unauthorized: refused('invalid_api_key', 401),
    quota: refused('insufficient_quota', 429),
    refusing: refused('model_not_found', 404),
  },
  async answer({ method, path, headers, json }) {
    if (method !== 'POST' || path !== '/audio/speech') return refused('unknown_url', 404);
    if (headers.authorization !== `Bearer ${KEY}`) return refused('invalid_api_key', 401);
    const { model, voice, input, response_format: format } = json;
    if (typeof input !== 'string' || typeof voice !== 'string' || input.length > 4096)
      return refused('string_above_max_length', 400);
    if (!['tts-1', 'gpt-4o-mini-tts'].includes(String(model))) return refused('model_not_found', 404);
    // Real speech of a long text takes long to make; how much was asked for is what counts.
    const said = input.length > 500 ? 'This stands for a long text.' : input;
    if (otherwise) return otherwise(said);
    if (format !== 'wav') return { headers: asType('audio/pcm'), body: await real.pcm(said, 24_000) };
    const file = await real.wav(said, 24_000);
    // It does not know yet how long it will be.
    file.writeUInt32LE(0xffff_ffff, 4);
    file.writeUInt32LE(0xffff_ffff, 40);
    return { headers: asType('audio/wav'), body: unevenPieces(file) };
  },
});
const settings = { apiKey: KEY, baseUrl: server.url };
const engine = OPENAI.open!(settings);
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});
beforeEach(() => {
  server.behave(null);
  otherwise = null;
  server.asked.length = 0;
});

async function speak(text: string, parameters: SpeechParametersInput = {}, voiceId = 'openai:coral') {
  const voice = (await engine.voices()).find(({ id }) => id === voiceId)!;
  return engine.synthesize({
    document: readText(text, 'en-US'),
    voice,
    parameters: SpeechParameters.parse(parameters),
    signal: new AbortController().signal,
  });
}

test('the server of these tests answers the official client', async () => {
  const client = new OpenAI({ apiKey: KEY, baseURL: server.url, maxRetries: 0 });
  const answer = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hello.' });
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
});

test('the newer model is told the tone, the older one the speed', async () => {
  const { samples, sampleRateHz } = await speak('Good morning to you.', { tone: 'calm' });
  expect(sampleRateHz).toBe(24_000);
  expect(samples.length / sampleRateHz).toBeGreaterThan(0.8);
  expect(server.asked[0]?.json).toEqual({
    model: 'gpt-4o-mini-tts',
    voice: 'coral',
    input: 'Good morning to you.',
    response_format: 'wav',
    instructions: expect.stringContaining('calmly'),
  });
  await speak('Good morning to you.', { speed: 1.5 }, 'openai:tts-1:nova');
  expect(server.asked[1]?.json).toEqual({
    model: 'tts-1',
    voice: 'nova',
    input: 'Good morning to you.',
    response_format: 'wav',
    speed: 1.5,
  });
  const faster = await speak('Good morning to you.', { speed: 2 });
  expect(server.asked[2]?.json).not.toHaveProperty('speed');
  expect(faster.samples.length / samples.length).toBeCloseTo(0.5, 1);
});

test('a long text is several requests within the limit', async () => {
  const text = 'This sentence is repeated until the text is long. '.repeat(60).trim();
  await speak(text);
  expect(server.asked.length).toBe(2);
  for (const { json } of server.asked) expect(String(json.input).length).toBeLessThanOrEqual(2000);
  // Both are under way at once, and reach the server in either order.
  const words = server.asked.flatMap(({ json }) => String(json.input).split(' '));
  expect(words.toSorted()).toEqual(text.split(' ').sort());
});

const SAID = 'Good morning to you, and welcome to the clinic.';

test.each([
  [48_000, 'audio/wav'],
  [16_000, 'audio/pcm'],
  [22_050, 'application/octet-stream'],
])('speech at %i Hz, called %s, is heard as fast and as high as it was spoken', async (rateHz, type) => {
  const usual = await speak(SAID);
  otherwise = async (text) => ({
    headers: asType(type),
    body: unevenPieces(await real.wav(text, rateHz), 7),
  });
  const { samples, sampleRateHz } = await speak(SAID);
  expect(samples.length / sampleRateHz).toBeCloseTo(usual.samples.length / usual.sampleRateHz, 1);
});

test.each<[string, string, () => Promise<Buffer>]>([
  ['raw samples, whose rate nobody knows', 'audio/pcm', () => real.pcm(SAID, 16_000)],
  ['an MP3 file', 'audio/mpeg', async () => Buffer.from(`ID3\x04\x00${'U'.repeat(20_000)}`, 'latin1')],
  ['a text', 'application/octet-stream', async () => Buffer.from('{"error": "SECRET model is not loaded"}')],
])('a server that sends %s is told to have failed, and nobody hears noise', async (_, type, bytes) => {
  otherwise = async () => ({ headers: asType(type), body: [await bytes()] });
  await expect(speak(SAID)).rejects.toMatchObject({
    code: 'synthesis-failed',
    message: expect.stringContaining('answered with something else than audio that can be read here'),
  });
  await server.quiet();
});

testRoutedBadDays({
  kind: OPENAI,
  settings,
  server,
  voiceId: 'openai:coral',
  speaking: (path) => path === '/audio/speech',
});
