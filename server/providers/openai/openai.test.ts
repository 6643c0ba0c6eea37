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
    return format === 'pcm'
      ? { headers: { 'content-type': 'audio/pcm' }, body: unevenPieces(await real.pcm(said, 24_000)) }
      : { headers: { 'content-type': 'audio/wav' }, body: await real.wav(said, 24_000) };
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
    response_format: 'pcm',
    instructions: expect.stringContaining('calmly'),
  });
  await speak('Good morning to you.', { speed: 1.5 }, 'openai:tts-1:nova');
  expect(server.asked[1]?.json).toEqual({
    model: 'tts-1',
    voice: 'nova',
    input: 'Good morning to you.',
    response_format: 'pcm',
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
  expect(server.asked.map(({ json }) => json.input).join(' ')).toBe(text);
});

testRoutedBadDays({
  kind: OPENAI,
  settings,
  server,
  voiceId: 'openai:coral',
  speaking: (path) => path === '/audio/speech',
});
