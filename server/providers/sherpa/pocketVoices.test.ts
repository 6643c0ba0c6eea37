import { mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { VOICE_CATALOGUE } from '../../../shared/voices/catalogue.ts';
import { signal, treeOf } from '../../../test/support/processes.ts';
import { voice as buzz } from '../../../test/support/signals.ts';
import { type TinyPocket, writeTinyPocket } from '../../../test/support/tinyPocket.ts';
import { writeTinyPiper } from '../../../test/support/tinyVoice.ts';
import { concatenate } from '../../audio/join.ts';
import type { CloneReference, SpeechEngine, SpokenVoice, VoiceSample } from '../../speech/contract.ts';
import { missingLibrary } from './library.ts';
import { type NeuralVoices, openNeuralVoices } from './neuralVoices.ts';
import { pocketFiles } from './pocketModel.ts';

const open: { voices: NeuralVoices; folder: string }[] = [];
afterEach(async () => {
  for (const { voices, folder } of open.splice(0)) {
    await voices.close();
    rmSync(folder, { recursive: true });
  }
});

const NEVER = new AbortController().signal;

/** A folder with a Pocket model, and what makes and speaks voices with it. */
function openPocket(
  options: TinyPocket = {},
  memoryLimitBytes = 2 ** 30,
  put: (folder: string) => unknown = () => undefined,
) {
  const folder = mkdtempSync(join(tmpdir(), 'voices-'));
  const model = join(folder, 'pocket-tiny');
  writeTinyPocket(model, options);
  put(folder);
  const voices = openNeuralVoices({ folder, processes: 1, memoryLimitBytes });
  open.push({ voices, folder });
  const engine = voices.kinds.find(({ id }) => id === 'pocket')!.open!({});
  return { voices, folder, model, engine };
}

/** Somebody's recording: a voice of this pitch. */
function sample(hz: number, seconds: number, sampleRateHz = 24_000): VoiceSample {
  const samples = buzz(hz, seconds, sampleRateHz);
  return { name: `${hz}`, bytes: Buffer.alloc(0), mediaType: 'audio/wav', samples, sampleRateHz };
}

const make = (engine: SpeechEngine, samples: VoiceSample[], leaving = NEVER) =>
  engine.cloning!.create({ name: 'Ann', samples, signal: leaving, onProgress: () => undefined });

/** A voice made of somebody's recordings. */
async function voiceOf(engine: SpeechEngine, ...samples: VoiceSample[]): Promise<SpokenVoice> {
  const { reference } = await make(engine, samples);
  return {
    ...engine.cloning!.voice,
    id: 'custom:ann',
    name: 'Ann',
    engine: engine.id,
    gender: 'female',
    kind: 'custom',
    description: '',
    clone: reference,
  };
}

async function speak(
  engine: SpeechEngine,
  voice: SpokenVoice,
  text: string,
  parameters: SpeechParametersInput = {},
  leaving = NEVER,
) {
  const request = {
    document: parseMarkup(text, 'en'),
    voice,
    parameters: SpeechParameters.parse(parameters),
    signal: leaving,
  };
  engine.check(request);
  const spoken = await engine.synthesize(request);
  return { ...spoken, lengthMs: (spoken.samples.length * 1000) / spoken.sampleRateHz };
}

/** How often the wave crosses zero from below, in a second. */
function heightOf({ samples, lengthMs }: { samples: Float32Array; lengthMs: number }): number {
  const crossings = samples.reduce((sum, x, at) => sum + (x >= 0 && (samples[at - 1] ?? 0) < 0 ? 1 : 0), 0);
  return crossings / (lengthMs / 1000);
}

const secondsOf = ({ wavBase64 }: CloneReference) =>
  (Buffer.from(String(wavBase64), 'base64').length - 44) / 48_000;

const needsLibrary = test.runIf(missingLibrary() === null);

needsLibrary(
  'a model by itself has no voice; a recording is one, and sounds like the recording',
  async () => {
    const { engine } = openPocket();
    expect(await engine.voices()).toEqual([]);
    expect(engine.version).toMatch(/^[\d.]+\+1\/[0-9a-f]{40}$/);
    expect(engine.cloning?.voice.languages).toEqual(['en-US']);
    expect(engine.cloning?.terms).toContain('consent');
    const low = await voiceOf(engine, sample(100, 6));
    const bright = await voiceOf(engine, sample(300, 6));
    const text = 'Good morning, how may I help you today?';
    const spoken = await speak(engine, low, text);
    expect(spoken.sampleRateHz).toBe(24_000);
    expect(spoken.lengthMs).toBeGreaterThan(2000);
    const again = await speak(engine, low, text);
    expect(Buffer.compare(Buffer.from(again.samples.buffer), Buffer.from(spoken.samples.buffer))).toBe(0);
    expect(heightOf(await speak(engine, bright, text))).toBeGreaterThan(1.5 * heightOf(spoken));
    for (const speed of [0.5, 2]) {
      const ratio = spoken.lengthMs / (await speak(engine, low, text, { speed })).lengthMs;
      expect(Math.abs(ratio / speed - 1)).toBeLessThan(0.05);
    }
  },
);

needsLibrary('of the recordings ten seconds are the voice, the longest first; silence is none', async () => {
  const { engine } = openPocket();
  const quiet = (seconds: number) => new Float32Array(seconds * 16_000);
  const padded = sample(200, 8, 16_000);
  padded.samples = concatenate([quiet(4), padded.samples, quiet(4)], 16_000);
  const { reference } = await make(engine, [sample(100, 1), padded]);
  // Eight seconds, a pause and one second, and nothing of the silence.
  expect(Math.abs(secondsOf(reference) - 9.2)).toBeLessThan(0.3);
  expect(secondsOf((await make(engine, [sample(100, 30), padded])).reference)).toBe(10);
  const silent = { ...sample(100, 2), samples: quiet(20), sampleRateHz: 16_000 };
  await expect(make(engine, [silent, sample(100, 2)])).rejects.toMatchObject({
    code: 'engine-refused',
    message: expect.stringContaining('less than three seconds'),
  });
});

needsLibrary('a model that says nothing with a voice makes none', async () => {
  const { engine } = openPocket({ silent: true });
  await expect(make(engine, [sample(100, 6)])).rejects.toMatchObject({
    code: 'engine-refused',
    message: expect.stringContaining('says nothing'),
  });
});

needsLibrary('a model that finds no end is stopped', async () => {
  const { engine } = openPocket({ endless: true });
  const ann = await voiceOf(engine, sample(100, 6));
  const { lengthMs } = await speak(engine, ann, 'Yes.');
  expect(lengthMs).toBeGreaterThan(3000);
  expect(lengthMs).toBeLessThan(4000);
});

needsLibrary('a number is not two sentences', async () => {
  const { engine } = openPocket();
  const ann = await voiceOf(engine, sample(100, 6));
  const point = await speak(engine, ann, 'It is 3.5 metres.');
  const written = await speak(engine, ann, 'It is 3 point 5 metres.');
  expect(point.lengthMs).toBe(written.lengthMs);
});

needsLibrary('half a model says what is missing, and makes no voices until it is whole', async () => {
  const { voices, model, engine } = openPocket();
  renameSync(join(model, 'encoder.onnx'), join(model, 'elsewhere'));
  await expect(engine.voices()).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: 'pocket-tiny cannot be used. It is only half there: encoder.onnx is missing.',
  });
  expect(engine.cloning).toBeUndefined();
  renameSync(join(model, 'elsewhere'), join(model, 'encoder.onnx'));
  await voices.refresh();
  expect(await engine.voices()).toEqual([]);
  expect(engine.cloning).toBeDefined();
});

needsLibrary.each([
  ['decoder.int8.onnx', 'decoder.int8.onnx: It is cut off'],
  ['vocab.json', 'vocab.json: It, or token_scores.json, is cut off'],
])('%s that is cut is found out before it is loaded', async (file, problem) => {
  const { voices, model } = openPocket();
  const path = join(model, file);
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
  expect((await voices.models()).map((found) => found.problem)).toEqual([expect.stringContaining(problem)]);
});

needsLibrary('another network in a file’s place, or another vocabulary, is found out', async () => {
  const { voices, model } = openPocket();
  writeFileSync(join(model, 'lm_flow.int8.onnx'), readFileSync(join(model, 'encoder.onnx')));
  const problemOf = async () => {
    await voices.refresh();
    return (await voices.models())[0]?.problem;
  };
  expect(await problemOf()).toBe('lm_flow.int8.onnx: It is not that of a Pocket model.');
  writeTinyPocket(model);
  writeFileSync(join(model, 'vocab.json'), JSON.stringify({ a: 7 }));
  expect(await problemOf()).toBe('vocab.json: It is not the vocabulary of a Pocket model.');
  writeTinyPocket(model);
  expect(await problemOf()).toBeUndefined();
});

needsLibrary('a voice of something else, and a model that is gone, are told', async () => {
  const { voices, model, engine } = openPocket();
  const ann = await voiceOf(engine, sample(100, 6));
  await expect(speak(engine, { ...ann, clone: { voice: 'xyz' } }, 'Hello.')).rejects.toMatchObject({
    code: 'engine-refused',
  });
  rmSync(model, { recursive: true });
  await voices.refresh();
  await expect(speak(engine, ann, 'Hello.')).rejects.toMatchObject({ code: 'engine-unavailable' });
});

needsLibrary(
  'it makes room for other models, and they for it; one that can never fit is refused',
  async () => {
    const megabyte = 2 ** 20;
    const { voices, engine } = openPocket({ ballastBytes: 12 * megabyte }, 60 * megabyte, (folder) =>
      writeTinyPiper(folder, { name: 'piper', ballastBytes: 12 * megabyte }),
    );
    const ann = await voiceOf(engine, sample(100, 6));
    const piper = voices.kinds.find(({ id }) => id === 'piper')!.open!({});
    for (let turn = 0; turn < 2; turn++) {
      expect((await speak(engine, ann, 'Hello.')).lengthMs).toBeGreaterThan(100);
      const [voice] = await piper.voices();
      const document = parseMarkup('Hello.', 'en');
      const spoken = await piper.synthesize({
        document,
        voice: voice!,
        parameters: SpeechParameters.parse({}),
        signal: NEVER,
      });
      expect(spoken.samples.length).toBeGreaterThan(1000);
    }
    const huge = openPocket({ ballastBytes: 32 * megabyte }, 60 * megabyte);
    await expect(make(huge.engine, [sample(100, 6)])).rejects.toMatchObject({
      code: 'engine-refused',
      message: expect.stringContaining('VOICEOPS_MODEL_MEMORY_MB'),
    });
  },
);

needsLibrary('who leaves is not waited for, and the next one is served', async () => {
  const { engine } = openPocket();
  const ann = await voiceOf(engine, sample(100, 6));
  const leaving = new AbortController();
  const spoken = speak(engine, ann, 'Word after word. '.repeat(400), {}, leaving.signal);
  setTimeout(() => leaving.abort(new Error('gone')), 100);
  await expect(spoken).rejects.toThrow('gone');
  const made = new AbortController();
  made.abort(new Error('gone too'));
  await expect(make(engine, [sample(100, 6)], made.signal)).rejects.toThrow('gone too');
  expect((await speak(engine, ann, 'Hello.')).lengthMs).toBeGreaterThan(100);
});

needsLibrary(
  'a process that is killed in the middle of a text is started again, and the text goes on',
  async () => {
    const { engine } = openPocket();
    const ann = await voiceOf(engine, sample(100, 6));
    const text = 'This is one of very many sentences of a text. '.repeat(20);
    const whole = await speak(engine, ann, text);
    const spoken = speak(engine, ann, text);
    await delay(50);
    const [child] = treeOf(process.pid).filter(({ command }) => command.includes('sherpaChild'));
    signal(child!.pid, 'SIGKILL');
    expect((await spoken).lengthMs).toBe(whole.lengthMs);
  },
);

test('the model that can be fetched has every file that is looked for', () => {
  const offered = VOICE_CATALOGUE.find(({ family }) => family === 'pocket')!;
  const names = offered.files.map(({ path }) => path);
  const parts = pocketFiles(offered.id, '/voices', names)?.parts;
  expect(
    Object.values(parts ?? {})
      .map((path: string) => basename(path))
      .sort(),
  ).toEqual([...names].sort());
});
