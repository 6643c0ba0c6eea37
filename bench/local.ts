import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEspeak } from '../server/providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../server/providers/builtin/flite/fliteEngine.ts';
import { loadProgram } from '../server/providers/builtin/flite/program.ts';
import { runIn } from '../server/providers/builtin/flite/runFlite.ts';
import { espeakDataFolder } from '../server/providers/sherpa/espeakData.ts';
import { openModel } from '../server/providers/sherpa/library.ts';
import { openNeuralVoices } from '../server/providers/sherpa/neuralVoices.ts';
import { preparePiper } from '../server/providers/sherpa/piperModel.ts';
import type { SpeechEngine } from '../server/speech/contract.ts';
import { parseMarkup } from '../shared/markup/parse.ts';
import { SpeechParameters } from '../shared/speech/parameters.ts';
import { treeOf } from '../test/support/processes.ts';
import { writeTinyPiper } from '../test/support/tinyVoice.ts';
import { type Figure, median, timeMs } from './support/statistics.ts';

const SENTENCE = 'Thank you for calling, how can I help you today with your order or your account?';
const WARM_UP = 3;
const ROUNDS = 20;
const AT_ONCE = [1, 4, 16];
/** With these a sentence takes about as long as by a voice of medium quality. */
const LAYERS = 32;
/** Over so many syntheses memory must not grow. */
const SYNTHESES = 10_000;

/** An engine with one process, and the library it calls, called here without it. */
interface Pair {
  name: string;
  engine: SpeechEngine;
  voiceId: string;
  direct(text: string): Promise<unknown>;
}

/** What our processes, preparation and finishing cost beyond the libraries themselves. */
export async function run(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-voices-'));
  const name = writeTinyPiper(folder);
  const real = writeTinyPiper(folder, { name: 'en_US-real-medium', layers: LAYERS });
  const neural = openNeuralVoices({ folder, processes: 1, memoryLimitBytes: 2 ** 30 });
  const piper = neural.kinds.find(({ id }) => id === 'piper')!.open!({});
  const pairs: Pair[] = [
    {
      name: 'flite',
      engine: openFlite({ processes: 1 }),
      voiceId: 'flite:slt',
      // A command-line program: it is loaded for every text.
      direct: async (text) => runIn(await loadProgram(), 'slt', ['-psdur'], text),
    },
    {
      name: 'espeak',
      engine: openEspeak({ processes: 1 }),
      voiceId: 'espeak:en-us',
      direct: await espeakItself(),
    },
    {
      name: 'a Piper that computes as much as a real one',
      engine: piper,
      voiceId: `piper:${real}`,
      direct: await piperItself(folder, real),
    },
    { name: 'tiny Piper', engine: piper, voiceId: `piper:${name}`, direct: await piperItself(folder, name) },
  ];
  try {
    const figures: Figure[] = [];
    for (const pair of pairs) figures.push(...(await compare(pair)));
    return [...figures, ...(await memory(piper, `piper:${name}`))];
  } finally {
    for (const { engine } of pairs) await engine.close();
    await neural.close();
    rmSync(folder, { recursive: true });
  }
}

async function speaking({ engine, voiceId }: Pick<Pair, 'engine' | 'voiceId'>) {
  const voice = (await engine.voices()).find(({ id }) => id === voiceId)!;
  return (text: string) => ({
    document: parseMarkup(text, 'en-US'),
    voice,
    parameters: SpeechParameters.parse({}),
    signal: new AbortController().signal,
  });
}

async function compare(pair: Pair): Promise<Figure[]> {
  const request = await speaking(pair);
  const { name, engine } = pair;
  const alone: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    // In turns, so that whatever else the machine does burdens both.
    const text = `${round}. ${SENTENCE}`;
    const bare = await timeMs(() => pair.direct(text));
    const ours = await timeMs(() => engine.synthesize(request(text)));
    if (round < WARM_UP) continue;
    alone.push(ours);
    ratios.push(ours / bare);
  }
  const figures: Figure[] = [
    {
      name: `local: ${name}, a sentence alone`,
      value: median(ratios),
      unit: '× the library',
      goal: '≤ 1.15',
    },
    { name: `local: ${name}, a sentence alone, time`, value: median(alone), unit: 'ms' },
  ];
  for (const many of AT_ONCE) {
    const text = (index: number) => `${many} ${index}. ${SENTENCE} ${SENTENCE} ${SENTENCE}`;
    const bare = await timeMs(async () => {
      for (let index = 0; index < many; index++) await pair.direct(text(index));
    });
    const firsts: number[] = [];
    const ours = await timeMs(() =>
      Promise.all(
        Array.from({ length: many }, async (_, index) => {
          const startedAt = performance.now();
          let heard = false;
          for await (const _piece of engine.stream!(request(text(index)))) {
            if (!heard) firsts.push(performance.now() - startedAt);
            heard = true;
          }
        }),
      ),
    );
    figures.push(
      { name: `local: ${name}, ${many} at once`, value: ours / bare, unit: '× the library', goal: '≤ 1.15' },
      { name: `local: ${name}, ${many} at once, first sound`, value: median(firsts), unit: 'ms' },
      { name: `local: ${name}, ${many} at once, texts`, value: (1000 * many) / ours, unit: 'a second' },
    );
  }
  return figures;
}

/** Of the engine's process, between the first tenth and the end. */
async function memory(engine: SpeechEngine, voiceId: string): Promise<Figure[]> {
  const request = await speaking({ engine, voiceId });
  const residentMb = () => {
    const { pid } = treeOf(process.pid).find(({ command }) => command.includes('sherpaChild'))!;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
  };
  let before = 0;
  for (let index = 0; index < SYNTHESES; index++) {
    await engine.synthesize(request(`Number ${index}.`));
    if (index === SYNTHESES / 10) before = residentMb();
  }
  const after = residentMb();
  return [
    {
      name: `local: memory after ${SYNTHESES} syntheses`,
      value: after,
      unit: 'MB',
      baseline: `${Math.round(before)} MB`,
    },
  ];
}

async function espeakItself(): Promise<Pair['direct']> {
  const packageName: string = '@echogarden/espeak-ng-emscripten';
  const { default: load } = (await import(packageName)) as {
    default: () => Promise<{ eSpeakNGWorker: new () => EspeakWorker }>;
  };
  interface EspeakWorker {
    set_voice(name: string): number;
    synthesize(text: string, onAudio: () => boolean): void;
  }
  const { eSpeakNGWorker } = await load();
  const espeak = new eSpeakNGWorker();
  espeak.set_voice('en-us');
  return async (text) => espeak.synthesize(text, () => false);
}

async function piperItself(folder: string, name: string): Promise<Pair['direct']> {
  const work = join(folder, '.bench', name);
  const onnx = join(folder, `${name}.onnx`);
  const files = { family: 'piper' as const, name, onnx, beside: `${onnx}.json`, folder };
  const { model, tokens } = await preparePiper(files, join(work, 'model'));
  const dataDir = (await espeakDataFolder(folder, work))!;
  const vits = { model, tokens, dataDir, noiseScale: 0.667, noiseScaleW: 0.8, lengthScale: 1 };
  const tts = openModel({
    model: { vits, numThreads: 1, provider: 'cpu', debug: false },
    maxNumSentences: 1,
    silenceScale: 1,
  });
  return async (text) => tts.generate({ text, sid: 0, speed: 1, enableExternalBuffer: false });
}
