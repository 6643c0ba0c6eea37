import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDeepgramServer, WORDS } from '../../../test/support/engines/deepgram.ts';
import { LOUDNESS } from '../../../test/support/loudness.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { NO_ACCOUNTS, TEST_USE } from '../../../test/support/speech.ts';
import {
  TONES,
  tones,
  writeTinyRecognizer,
  writeTinyStreamingRecognizer,
} from '../../../test/support/tinyRecognizer.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { ProblemError } from '../../problem.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { openDeepgram } from '../../providers/deepgram/deepgram.ts';
import { type LocalRecognizers, openLocalRecognizers } from '../../providers/sherpa/localRecognizers.ts';
import type { SpeechAccounts, SpeechEntry } from '../contract.ts';
import type { HeardEvent, Recognition, Recording, SpeechRecognizer, TranscribeRequest } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'recognisers-'));
let local: LocalRecognizers;
const deepgram = await openDeepgramServer((_request, response) => void response.writeHead(503).end());
const cloud = openDeepgram({ apiKey: deepgram.key, baseUrl: deepgram.url, patience: { idleMs: 1_000 } });
/** Takes two seconds at once; fails when a test says so. */
let ill: ProblemError | null = null;
const asked: number[] = [];
const builtin = openSoundSwallower({ processes: 1, pronouncers: [] });
let order: string[] = [];
let accounts: { entry: SpeechEntry; end: string }[] = [];
const kept: SpeechAccounts = {
  ...NO_ACCOUNTS,
  async reserve(_by, entry) {
    const row = { entry, end: 'reserved' };
    accounts.push(row);
    return {
      settle: (seconds) => {
        row.end = `settled ${seconds.toFixed(1)}`;
      },
      lose: () => {
        row.end = 'lost';
      },
      release: () => {
        row.end = 'released';
      },
    };
  },
};

function moody(engine: SpeechRecognizer): SpeechRecognizer {
  return {
    ...engine,
    id: 'moody',
    name: 'Moody',
    languages: engine.languages,
    abilities: engine.abilities,
    limits: { seconds: 2, bytes: 64_000 },
    async transcribe(samples, rateHz, request) {
      asked.push(samples.length / rateHz);
      if (ill) throw ill;
      return engine.transcribe(samples, rateHz, request);
    },
  };
}

let recognition: Recognition;
beforeAll(async () => {
  writeTinyRecognizer(join(folder, 'tiny-en'));
  writeTinyStreamingRecognizer(join(folder, 'tiny-streaming-en'));
  local = openLocalRecognizers({ folder, memoryLimitBytes: 256 * 2 ** 20 });
  await local.models();
  const engineOf = (id: string) => local.kinds.find((kind) => kind.id === id)!.open!({});
  const engine = engineOf('zipformer');
  recognition = openTestRecognition([moody(engine), cloud, engine, engineOf('zipformer-live'), builtin], {
    detector: LOUDNESS,
    accounts: kept,
    listenerOrder: async () => order,
  });
});
afterAll(async () => {
  await Promise.all([recognition?.close(), deepgram.close()]);
  await local?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  ill = null;
  order = [];
  asked.length = 0;
  accounts = [];
  deepgram.mood = 'well';
});

const signal = new AbortController().signal;
const request = (more: Partial<TranscribeRequest> = {}): TranscribeRequest => ({
  workspaceId: 'w',
  use: { purpose: 'test', actor: TEST_USE.actor },
  language: 'en',
  signal,
  ...more,
});
const recordingOf = (samples: Float32Array): Recording => ({
  samples: floatToInt16(samples),
  durationMs: samples.length / 16,
  mediaType: null,
  bandwidthHz: 8_000,
});
const SAID = Array.from({ length: 40 }, (_, index) => TONES[(index * index) % TONES.length]!.word);

test('a long recording is cut at silences: no word is lost, none doubled, and times stay true', async () => {
  const sound = tones(SAID);
  const heard = await recognition.transcribe(recordingOf(sound), request());
  expect(heard.text).toBe(SAID.join(' '));
  expect(asked.length).toBeGreaterThan(9);
  expect(Math.max(...asked)).toBeLessThanOrEqual(2.01);
  for (const [index, { startMs }] of heard.words.entries())
    expect(Math.abs(startMs - 500 * index)).toBeLessThan(100);
  expect(heard).toMatchObject({ engine: { id: 'moody' }, fallback: null, empty: null, language: 'en' });
  expect(heard.speechMs).toBeLessThan(heard.durationMs);
  expect(accounts.every(({ end }) => end.startsWith('settled'))).toBe(true);
});

test('the parts come in order, and joined they are the whole', async () => {
  const parts = recognition.parts(recordingOf(tones(SAID)), request());
  let text = '';
  let progress = 0;
  for (;;) {
    const next = await parts.next();
    if (next.done) {
      expect(next.value.text).toBe(text);
      break;
    }
    text += next.value.delta;
    expect(next.value.progress).toBeGreaterThan(progress);
    progress = next.value.progress;
  }
  expect(text).toBe(SAID.join(' '));
});

test('when an engine fails, the next listens, and it is told; its circuit opens', async () => {
  ill = new ProblemError('engine-unavailable', 'It is down.');
  const others = { fallback: 'allowed' as const, language: 'en' };
  const failing = recognition.transcribe(recordingOf(tones(['one'])), request({ fallback: 'never' }));
  await expect(failing).rejects.toMatchObject({ code: 'engine-unavailable' });
  expect(accounts.at(-1)?.end).toBe('released');
  const heard = await recognition.transcribe(
    recordingOf(tones(SAID)),
    request({ ...others, engineId: 'moody' }),
  );
  // Deepgram is in trouble with files here: it is passed over as well.
  expect(heard).toMatchObject({
    text: SAID.join(' '),
    engine: { id: 'zipformer' },
    fallback: { engineId: 'moody', code: 'engine-unavailable' },
  });
  ill = new ProblemError('engine-refused', 'Not this sound.');
  for (let n = 0; n < 3; n++)
    await recognition.transcribe(recordingOf(tones(['two'])), request()).catch(() => undefined);
  const [first] = (await recognition.engines('w')).filter(({ id }) => id === 'moody');
  expect(first).toMatchObject({ ability: 'recognition', configured: true });
  expect(first!.statistics.failuresByCode['engine-unavailable']).toBeGreaterThan(0);
});

test('the workspace says who listens: who is not named is asked by name, or when nobody who is named can', async () => {
  const one = recordingOf(tones(['one']));
  const listener = async (more: Partial<TranscribeRequest> = {}) =>
    (await recognition.transcribe(one, request(more))).engine.id;
  order = ['zipformer', 'moody'];
  expect(await listener()).toBe('zipformer');
  expect(await listener({ engineId: 'moody' })).toBe('moody');
  ill = new ProblemError('engine-unavailable', 'It is down.');
  expect(await recognition.transcribe(one, request({ engineId: 'moody' }))).toMatchObject({
    engine: { id: 'zipformer' },
  });
  ill = null;
  order = ['soundswallower', 'moved-away'];
  expect(await listener()).toBe('moody');
  const listed = await recognition.recognizers('w');
  expect(listed.map(({ id }) => id)[0]).toBe('soundswallower');
  expect(listed.filter(({ preferred }) => preferred)).toHaveLength(1);
});

test('what cannot be done is told with what to set up', async () => {
  const one = recordingOf(tones(['one']));
  const refusal = (more: Partial<TranscribeRequest>) =>
    recognition.transcribe(one, request(more)).then(
      () => '',
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'no-recogniser' });
        return (error as Error).message;
      },
    );
  expect(await refusal({ language: 'cy' })).toContain('Welsh');
  expect(await refusal({ engineId: 'nobody' })).toContain('nobody');
  expect(await refusal({ engineId: 'soundswallower' })).toContain('given phrases');
});

test('silence and noise are empty for a reason', async () => {
  const silence = await recognition.transcribe(recordingOf(new Float32Array(16_000)), request());
  expect(silence).toMatchObject({ text: '', empty: 'silence', speechMs: 0 });
  expect(asked).toEqual([]);
  const hiss = Float32Array.from({ length: 16_000 }, (_, n) => 0.004 * Math.sin(n * n));
  expect(await recognition.transcribe(recordingOf(hiss), request())).toMatchObject({
    text: '',
    empty: 'no-speech',
  });
  const phrases = await recognition.transcribe(
    recordingOf(tones(['five', 'five'])),
    request({ engineId: 'soundswallower', phrases: ['yes please', 'no thank you'], fallback: 'never' }),
  );
  expect(phrases).toMatchObject({ text: '', empty: 'not-understood' });
});

/** What is said first, and the rest once something of it is final. */
async function listen(first: Float32Array, rest: Float32Array) {
  const stream = recognition.stream({
    workspaceId: 'w',
    use: { purpose: 'test', actor: TEST_USE.actor },
    language: 'en',
    sampleRateHz: 16_000,
    signal,
  });
  const say = (sound: Float32Array) => {
    for (let at = 0; at < sound.length; at += 1_600) stream.push(sound.subarray(at, at + 1_600));
  };
  say(first);
  const finals: Extract<HeardEvent, { type: 'final' }>[] = [];
  for await (const event of stream.events) {
    if (event.type !== 'final') continue;
    finals.push(event);
    if (finals.length > 1) continue;
    say(rest);
    stream.finish();
  }
  return finals;
}

test('a stream goes on with the next engine when one breaks off, from what was not final yet', async () => {
  const sound = tones(['one', 'two', 'three', 'four', 'five', 'one', 'two', 'three']);
  const parts = [sound.subarray(0, 24_000), sound.subarray(24_000)] as const;
  const well = await listen(...parts);
  expect(well.map(({ text }) => text).join(' ')).toBe(WORDS.slice(0, 8).join(' '));
  expect(well.every(({ engine }) => engine.id === 'deepgram')).toBe(true);
  deepgram.mood = 'cut';
  const finals = await listen(...parts);
  const byCloud = finals.filter(({ engine }) => engine.id === 'deepgram');
  const byOther = finals.filter(({ engine }) => engine.id === 'zipformer-live');
  expect(byCloud.map(({ text }) => text).join(' ')).toBe('one two three');
  expect(byOther.flatMap(({ words }) => words.map(({ text }) => text)).join(' ')).toBe(
    'four five one two three',
  );
  const last = byOther.at(-1)!.words.at(-1)!;
  expect(Math.abs(last.startMs - 3_500)).toBeLessThan(250);
  expect(accounts.map(({ entry }) => entry.voice.id)).toEqual(
    expect.arrayContaining(['deepgram:listening-live', 'zipformer-live:listening-live']),
  );
});

test('files are read by their content, to recordings of one rate', async () => {
  const recording = await recognition.read(
    writeWav(floatToInt16(tones(['one'], { rateHz: 8_000 })), 8_000),
    signal,
  );
  expect(recording).toMatchObject({ mediaType: 'audio/wav', bandwidthHz: 4_000 });
  expect(recording.durationMs).toBeCloseTo(500, -1);
  const heard = await recognition.transcribe(recording, request());
  expect(heard.text).toBe('one');
  await expect(recognition.read(Buffer.from('nothing'), signal)).rejects.toMatchObject({
    code: 'unsupported-media-type',
  });
});
