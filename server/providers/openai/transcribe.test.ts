import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Misbehaviour, openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openTranscription } from './transcribe.ts';

const KEY = 'sk-test-0123456789';
const error = (status: number, code: string) => ({
  status,
  body: { error: { message: 'SECRET', type: 'invalid_request_error', param: null, code } },
});
const ANSWER = {
  task: 'transcribe',
  language: 'german',
  duration: 1,
  text: ' Guten Tag. ',
  words: [
    { word: 'Guten', start: 0.1, end: 0.4 },
    { word: 'Tag', start: 0.4, end: 0.8 },
  ],
  segments: [{ id: 0, start: 0, end: 1, text: ' Guten Tag.', avg_logprob: -0.2, no_speech_prob: 0.01 }],
};
let answer: object = ANSWER;
const server = await openEngineServer({
  base: '/v1',
  failures: {
    unauthorized: error(401, 'invalid_api_key'),
    quota: error(429, 'insufficient_quota'),
    refusing: error(404, 'model_not_found'),
  },
  answer: () => ({ body: answer }),
});
const recognizer = openTranscription({
  id: 'openai',
  name: 'OpenAI',
  kind: 'cloud',
  baseUrl: server.url,
  apiKey: KEY,
  model: 'whisper-1',
  version: '1',
  requestsAtOnce: 4,
  limits: { seconds: 700, bytes: 25_000_000 },
  patience: { firstByteMs: 1500, idleMs: 1000 },
});
afterAll(() => Promise.all([recognizer.close(), server.close()]));
beforeEach(() => {
  server.behave(null);
  answer = ANSWER;
});
const sound = new Float32Array(16_000).fill(0.1);
const transcribe = (more = {}) =>
  recognizer.transcribe(sound, 16_000, { signal: new AbortController().signal, ...more });

test('words, sentences and language come back, and what is known goes along', async () => {
  const heard = await transcribe({
    language: 'de-DE',
    hint: 'Herr Vega',
    phrases: ['Mora'],
    temperature: 0.2,
  });
  expect(heard).toMatchObject({
    text: 'Guten Tag.',
    language: 'de',
    words: [{ text: 'Guten', startMs: 100, endMs: 400, confidence: null }, { text: 'Tag' }],
    segments: [{ text: 'Guten Tag.', startMs: 0, endMs: 1000 }],
  });
  expect(heard.confidence).toBeCloseTo(0.82, 2);
  const { headers, body, path } = server.asked.at(-1)!;
  expect(path).toBe('/audio/transcriptions');
  expect(headers.authorization).toBe(`Bearer ${KEY}`);
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  expect(Object.fromEntries([...form].filter(([name]) => name !== 'file'))).toEqual({
    model: 'whisper-1',
    response_format: 'verbose_json',
    'timestamp_granularities[]': 'word',
    language: 'de',
    prompt: 'Herr Vega Mora',
    temperature: '0.2',
  });
  expect((form.get('file') as File).size).toBe(44 + 32_000);
});

test('a server that gives the text alone is understood too', async () => {
  answer = { text: 'Hello.' };
  expect(await transcribe()).toEqual({ text: 'Hello.', words: [], confidence: null });
});

test.each<[Misbehaviour, string]>([
  ['silent', 'timeout'],
  ['stalling', 'timeout'],
  ['cut', 'engine-failed'],
  ['html', 'engine-failed'],
  ['busy-seconds', 'engine-busy'],
  ['unauthorized', 'engine-rejected-key'],
  ['quota', 'engine-quota'],
  ['refusing', 'engine-refused'],
  ['broken', 'engine-unavailable'],
])('a %s server is %s', async (bad, code) => {
  server.behave(bad);
  const failure: unknown = await transcribe().catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ code });
  expect(String(failure)).not.toMatch(/SECRET|127\.0\.0\.1|voice/);
  await server.quiet();
});
