import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { signal, treeOf } from '../../../test/support/processes.ts';
import { soundSpans } from '../../../test/support/sound.ts';
import { writeTinyKokoro, writeTinyPiper } from '../../../test/support/tinyVoice.ts';
import { seededRandom } from '../../simulator/seededRandom.ts';
import { missingLibrary } from './library.ts';
import { type NeuralVoices, openNeuralVoices } from './neuralVoices.ts';

const open: { voices: NeuralVoices; folder: string }[] = [];
afterEach(async () => {
  for (const { voices, folder } of open.splice(0)) {
    await voices.close();
    rmSync(folder, { recursive: true });
  }
});

/** Voices in a fresh folder, which `put` fills. */
function openVoices(put: (folder: string) => void, memoryLimitBytes = 2 ** 30, processes = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'voices-'));
  put(folder);
  const voices = openNeuralVoices({ folder, processes, memoryLimitBytes });
  open.push({ voices, folder });
  const engine = (id: string) => voices.kinds.find((kind) => kind.id === id)!.open!({});
  async function speak(
    voiceId: string,
    text: string,
    parameters: SpeechParametersInput = {},
    leaving = new AbortController().signal,
  ) {
    const speaking = engine(voiceId.split(':')[0]!);
    const voice = (await speaking.voices()).find(({ id }) => id === voiceId);
    if (!voice) throw new Error(`no voice ${voiceId}`);
    const request = {
      document: parseMarkup(text, 'en'),
      voice,
      parameters: SpeechParameters.parse(parameters),
      signal: leaving,
    };
    speaking.check(request);
    const spoken = await speaking.synthesize(request);
    return { ...spoken, lengthMs: (spoken.samples.length * 1000) / spoken.sampleRateHz };
  }
  return { voices, folder, engine, speak };
}

const needsLibrary = test.runIf(missingLibrary() === null);
/** Comparing by value would print thousands of numbers; and nothing is as small as noise of none. */
const same = (a: { samples: Float32Array }, b: { samples: Float32Array }) =>
  a.samples.length === b.samples.length &&
  a.samples.every((sample, at) => Math.abs(sample - b.samples[at]!) < 1e-6);
/** Deterministic: no hiss. */
const PLAIN = { settings: { noise: 0, noiseWidth: 0 } };

needsLibrary('a Piper voice as it is downloaded speaks, at the speed that is asked for', async () => {
  const { speak, engine } = openVoices((folder) => writeTinyPiper(folder, { lengthScale: 1.5 }));
  const [voice] = await engine('piper').voices();
  expect(voice).toMatchObject({ id: 'piper:en_US-tiny-low', languages: ['en-US'], kind: 'local' });
  expect(voice?.version).toMatch(/^[0-9a-f]{40}$/);
  const text = 'Good morning, how may I help you today?';
  const normal = await speak(voice!.id, text, PLAIN);
  expect(normal.sampleRateHz).toBe(16_000);
  expect(normal.lengthMs).toBeGreaterThan(2000);
  expect(same(await speak(voice!.id, text, PLAIN), normal)).toBe(true);
  for (const speed of [0.5, 2]) {
    const ratio = normal.lengthMs / (await speak(voice!.id, text, { ...PLAIN, speed })).lengthMs;
    expect(Math.abs(ratio / speed - 1)).toBeLessThan(0.05);
  }
});

needsLibrary('pauses are as long as they say, and noise is a setting', async () => {
  const { speak } = openVoices((folder) => writeTinyPiper(folder));
  const paused = await speak('piper:en_US-tiny-low', 'One<break time="700ms"/>two.', PLAIN);
  const [first, second] = soundSpans(paused.samples, paused.sampleRateHz, { gapMs: 200 });
  expect(Math.abs(second!.startMs - first!.endMs - 700)).toBeLessThan(50);
  const noisy = await speak('piper:en_US-tiny-low', 'One.', { settings: { noise: 1 } });
  const quiet = await speak('piper:en_US-tiny-low', 'One.', PLAIN);
  expect(same(noisy, quiet)).toBe(false);
});

needsLibrary('each speaker of a voice is a voice', async () => {
  const { speak, engine } = openVoices((folder) =>
    writeTinyPiper(folder, { name: 'es_ES-pair-medium', speakers: ['M', 'F'] }),
  );
  expect((await engine('piper').voices()).map(({ id }) => id)).toEqual([
    'piper:es_ES-pair-medium#M',
    'piper:es_ES-pair-medium#F',
  ]);
  const one = await speak('piper:es_ES-pair-medium#M', 'Hello.', PLAIN);
  const other = await speak('piper:es_ES-pair-medium#F', 'Hello.', PLAIN);
  expect(same(other, one)).toBe(false);
});

needsLibrary('a Kokoro model speaks, each of its voices in its own language', async () => {
  const { speak, engine } = openVoices((folder) =>
    writeTinyKokoro(join(folder, 'kokoro-tiny'), ['af_heart', 'bm_george']),
  );
  const voices = await engine('kokoro').voices();
  expect(voices.map(({ id, gender, languages }) => [id, gender, languages[0]])).toEqual([
    ['kokoro:kokoro-tiny#af_heart', 'female', 'en-US'],
    ['kokoro:kokoro-tiny#bm_george', 'male', 'en-GB'],
  ]);
  const one = await speak('kokoro:kokoro-tiny#af_heart', 'Hello there.');
  const other = await speak('kokoro:kokoro-tiny#bm_george', 'Hello there.');
  expect(one.lengthMs).toBeGreaterThan(500);
  expect(same(other, one)).toBe(false);
});

needsLibrary(
  'files that are broken are found out before they are loaded, wherever they are cut',
  async () => {
    const { voices, folder, engine } = openVoices((into) => {
      writeTinyPiper(into, { name: 'whole' });
      for (const share of [0, 0.05, 0.5, 0.97]) {
        const name = writeTinyPiper(into, { name: `cut-${share}` });
        const path = join(into, `${name}.onnx`);
        truncateSync(path, Math.floor(readFileSync(path).length * share));
      }
      writeFileSync(join(into, 'text.onnx'), '<html>404 not found</html>'.repeat(100));
      writeFileSync(join(into, 'text.onnx.json'), readFileSync(join(into, 'whole.onnx.json')));
      writeFileSync(join(into, 'alone.onnx'), readFileSync(join(into, 'whole.onnx')));
    });
    const found = await voices.models();
    expect(Object.fromEntries(found.map(({ files, problem }) => [files.name, problem ?? 'fine']))).toEqual({
      alone: expect.stringContaining('configuration'),
      'cut-0': 'It is empty.',
      'cut-0.05': expect.stringContaining('cut off'),
      'cut-0.5': expect.stringContaining('cut off'),
      'cut-0.97': expect.stringContaining('cut off'),
      text: expect.stringContaining('not an ONNX model'),
      whole: 'fine',
    });
    expect((await engine('piper').voices()).map(({ id }) => id)).toEqual(['piper:whole']);
    const broken = { document: parseMarkup('Hi.', 'en'), parameters: SpeechParameters.parse({}) };
    const voice = { ...(await engine('piper').voices())[0]!, id: 'piper:cut-0.5' };
    expect(() => engine('piper').check({ ...broken, voice })).toThrow(
      'cut-0.5 cannot be used. It is cut off',
    );
    expect(folder).toBeTruthy();
  },
);

needsLibrary('a file that is cut while it is in use is not loaded; the next look says so', async () => {
  const { voices, folder, speak } = openVoices((into) => {
    writeTinyPiper(into, { name: 'one' });
    writeTinyPiper(into, { name: 'two' });
  });
  await speak('piper:one', 'Hello.');
  truncateSync(join(folder, 'two.onnx'), 900);
  await expect(speak('piper:two', 'Hello.')).rejects.toMatchObject({ code: 'engine-unavailable' });
  await voices.refresh();
  expect((await voices.models()).find(({ files }) => files.name === 'two')?.problem).toContain('cut off');
  expect((await speak('piper:one', 'Hello.')).lengthMs).toBeGreaterThan(100);
});

needsLibrary('models make room for each other, and one that can never fit is refused', async () => {
  const megabyte = 2 ** 20;
  const { speak } = openVoices((into) => {
    for (const name of ['a', 'b', 'c']) writeTinyPiper(into, { name, ballastBytes: 8 * megabyte });
    writeTinyPiper(into, { name: 'huge', ballastBytes: 32 * megabyte });
  }, 60 * megabyte);
  for (const name of ['a', 'b', 'c', 'a', 'b', 'c'])
    expect((await speak(`piper:${name}`, 'Hello.')).lengthMs).toBeGreaterThan(100);
  await expect(speak('piper:huge', 'Hello.')).rejects.toMatchObject({
    code: 'engine-refused',
    message: expect.stringContaining('VOICEOPS_MODEL_MEMORY_MB'),
  });
});

needsLibrary('who leaves is not waited for, and the next one is served', async () => {
  const { speak } = openVoices((into) => writeTinyPiper(into));
  const leaving = new AbortController();
  const spoken = speak('piper:en_US-tiny-low', 'Word after word. '.repeat(100), {}, leaving.signal);
  setTimeout(() => leaving.abort(new Error('gone')), 300);
  await expect(spoken).rejects.toThrow('gone');
  expect((await speak('piper:en_US-tiny-low', 'Hello.')).lengthMs).toBeGreaterThan(100);
});

needsLibrary(
  'processes killed at random in the middle of their work leave no request hanging',
  async () => {
    const { speak } = openVoices((into) => writeTinyPiper(into), 2 ** 30, 2);
    await speak('piper:en_US-tiny-low', 'Ready.');
    const random = seededRandom(7);
    let done = false;
    const killing = (async () => {
      for (let kills = 0; kills < 6 && !done; kills++) {
        await delay(100 + random.number(700));
        const children = treeOf(process.pid).filter(({ command }) => command.includes('sherpaChild'));
        const victim = children[random.number(Math.max(1, children.length))];
        if (victim) signal(victim.pid, 'SIGKILL');
      }
    })();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        speak('piper:en_US-tiny-low', `Line ${index}. ${'And so on. '.repeat(6)}`),
      ),
    );
    done = true;
    await killing;
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    for (const failure of failures)
      expect(failure).toMatchObject({ code: 'synthesis-failed', retryable: true });
    expect(failures.length).toBeLessThan(10);
    expect((await speak('piper:en_US-tiny-low', 'Still there.')).lengthMs).toBeGreaterThan(100);
  },
  60_000,
);

test('without voices, or without the library, the engine says what to do', () => {
  const { voices } = openVoices(() => undefined);
  for (const kind of voices.kinds) {
    expect(kind.open).toBeUndefined();
    expect(kind.hint).toMatch(/voice|package/);
  }
});
