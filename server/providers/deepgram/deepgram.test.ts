import { afterAll, beforeEach, expect, test } from 'vitest';
import { openDeepgramServer } from '../../../test/support/engines/deepgram.ts';
import { type Misbehaviour, openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { parseWav } from '../../audio/wav.ts';
import type { RecognitionEvent, StreamRequest } from '../../speech/recognition/contract.ts';
import { openDeepgram } from './deepgram.ts';

const KEY = 'dg-test-0123456789';
const FILE = {
  metadata: { request_id: 'SECRET' },
  results: {
    channels: [
      {
        detected_language: 'es',
        language_confidence: 0.97,
        alternatives: [
          {
            transcript: 'Hola, ¿qué tal?',
            confidence: 0.93,
            words: [
              { word: 'hola', punctuated_word: 'Hola,', start: 0.1, end: 0.5, confidence: 0.99 },
              { word: 'qué', punctuated_word: '¿qué', start: 0.6, end: 0.8, confidence: 0.9 },
              { word: 'tal', punctuated_word: 'tal?', start: 0.8, end: 1.1, confidence: 0.9 },
            ],
          },
        ],
      },
    ],
    utterances: [{ transcript: 'Hola, ¿qué tal?', start: 0.1, end: 1.1, confidence: 0.93, channel: 0 }],
  },
};
const files = await openEngineServer({
  failures: {
    unauthorized: { status: 401, body: { err_code: 'INVALID_AUTH', err_msg: 'SECRET' } },
    quota: { status: 402, body: { err_code: 'ASR_PAYMENT_REQUIRED', err_msg: 'SECRET' } },
    refusing: { status: 400, body: { err_code: 'Bad Request', err_msg: 'SECRET' } },
  },
  answer: ({ headers }) =>
    headers.authorization === `Token ${KEY}` ? { body: FILE } : { status: 401, body: 'SECRET' },
});
const live = await openDeepgramServer();
const patience = { firstByteMs: 1500, idleMs: 1000, totalMs: 8000 };
const ofFiles = openDeepgram({ apiKey: KEY, baseUrl: files.url, patience });
const ofStreams = openDeepgram({ apiKey: KEY, baseUrl: live.url, patience });
afterAll(() => Promise.all([ofFiles.close(), ofStreams.close(), files.close(), live.close()]));
beforeEach(() => {
  files.behave(null);
  live.mood = 'well';
  live.control.length = 0;
});

const signal = () => new AbortController().signal;
const second = (rateHz = 16_000) => new Float32Array(rateHz).fill(0.1);

test('a whole file gives words with times, sentences, and the language it found', async () => {
  const heard = await ofFiles.transcribe(second(8_000), 8_000, {
    signal: signal(),
    phrases: ['Vega', 'Mora'],
  });
  expect(heard).toMatchObject({
    text: 'Hola, ¿qué tal?',
    confidence: 0.93,
    language: 'es',
    languageConfidence: 0.97,
    words: [{ text: 'Hola,', startMs: 100, endMs: 500, confidence: 0.99 }, {}, { text: 'tal?' }],
    segments: [{ text: 'Hola, ¿qué tal?', startMs: 100, endMs: 1100 }],
  });
  const asked = files.asked.at(-1)!;
  expect(parseWav(asked.body)).toMatchObject({ rateHz: 8_000, samples: { length: 8_000 } });
  expect(asked.query.get('detect_language')).toBe('true');
  expect(asked.query.getAll('keyterm')).toEqual(['Vega', 'Mora']);
  await ofFiles.transcribe(second(), 16_000, { signal: signal(), language: 'de-AT' });
  expect(files.asked.at(-1)!.query.get('language')).toBe('de');
  await files.quiet();
});

test.each<[Misbehaviour, string]>([
  ['silent', 'timeout'],
  ['stalling', 'timeout'],
  ['cut', 'engine-failed'],
  ['html', 'engine-failed'],
  ['empty', 'engine-failed'],
  ['busy-seconds', 'engine-busy'],
  ['unauthorized', 'engine-rejected-key'],
  ['quota', 'engine-quota'],
  ['refusing', 'engine-refused'],
  ['broken', 'engine-unavailable'],
])('a %s server is %s, told without anything of its own', async (bad, code) => {
  files.behave(bad);
  const failure: unknown = await ofFiles
    .transcribe(second(), 16_000, { signal: signal() })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(String(failure)).not.toMatch(/SECRET|127\.0\.0\.1|voice/);
  await files.quiet();
});

async function listen(more: Partial<StreamRequest> = {}, seconds = 3) {
  const stream = ofStreams.stream!({ sampleRateHz: 16_000, signal: signal(), ...more });
  for (let tenth = 0; tenth < 10 * seconds; tenth++) stream.push(second().subarray(0, 1600));
  stream.finish();
  const events: RecognitionEvent[] = [];
  for await (const event of stream.events) events.push(event);
  return events;
}

test('a stream gives interim words, commits only finals, and ends behind the last one', async () => {
  const events = await listen({ language: 'en-GB' });
  const finals = events.filter((event) => event.type === 'final');
  expect(finals.map(({ text }) => text).join(' ')).toBe('one two three four five six');
  expect(finals[0]).toMatchObject({
    startMs: 0,
    endMs: 1400,
    confidence: 0.9,
    words: [{ text: 'One', startMs: 0, endMs: 400 }, {}, {}],
  });
  expect(events[0]).toEqual({ type: 'speech-start', atMs: 0 });
  expect(events.filter(({ type }) => type === 'interim').length).toBeGreaterThan(3);
  expect(events.at(-1)).toMatchObject({ type: 'speech-end' });
  expect(live.query.get('language')).toBe('en-GB');
  expect(live.query.get('encoding')).toBe('linear16');
  expect(live.control).toEqual(['{"type":"CloseStream"}']);
  await expect.poll(() => live.open).toBe(0);
});

test('flushing makes final what was said so far, and the stream goes on', async () => {
  const stream = ofStreams.stream!({ sampleRateHz: 16_000, signal: signal() });
  const events = stream.events[Symbol.asyncIterator]();
  const final = async () => {
    for (;;) {
      const { value, done } = await events.next();
      if (done) return null;
      if (value.type === 'final') return value.text;
    }
  };
  stream.push(second());
  stream.flush();
  expect(await final()).toBe('one two');
  stream.push(second());
  stream.finish();
  expect(await final()).toBe('three four');
  expect(await final()).toBeNull();
  expect(live.query.get('language')).toBe('multi');
});

test.each([
  ['unauthorized', 'engine-rejected-key'],
  ['busy', 'engine-busy'],
  ['broken', 'engine-unavailable'],
  ['silent', 'timeout'],
  ['stalling', 'timeout'],
  ['cut', 'engine-failed'],
  ['nonsense', 'engine-failed'],
  ['unreadable', 'engine-refused'],
] as const)('a %s stream fails with %s', async (mood, code) => {
  live.mood = mood;
  const failure: unknown = await listen().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(String(failure)).not.toMatch(/SECRET|127\.0\.0\.1/);
  await expect.poll(() => live.open).toBe(0);
});

test('offline is said plainly, and aborting or leaving closes the connection', async () => {
  const gone = openDeepgram({ apiKey: KEY, baseUrl: 'http://127.0.0.1:1' });
  const failure = (async () => {
    for await (const _ of gone.stream!({ sampleRateHz: 16_000, signal: signal() }).events);
  })();
  await expect(failure).rejects.toThrow('Deepgram is offline');

  const controller = new AbortController();
  const aborted = listen({ signal: controller.signal }, 1);
  live.mood = 'stalling';
  setImmediate(() => controller.abort(new Error('enough')));
  await expect(aborted).rejects.toThrow('enough');

  live.mood = 'well';
  const left = ofStreams.stream!({ sampleRateHz: 16_000, signal: signal() });
  left.push(second());
  for await (const event of left.events) if (event.type === 'interim') break;
  await expect.poll(() => live.open).toBe(0);
});
