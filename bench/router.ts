import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RawSpeech, SpeechEngine, SynthesisRequest } from '../server/speech/contract.ts';
import { openAudioPool } from '../server/speech/mastering/pool.ts';
import type { Voice } from '../shared/api/voices.ts';
import { parseMarkup } from '../shared/markup/parse.ts';
import { SpeechParameters } from '../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../test/support/speech.ts';
import { type Figure, median } from './support/statistics.ts';

const SENTENCE = 'Thank you for calling, how can I help you today with your order or your account?';
/** As many as a workspace with several cloud engines has. */
const VOICES = 1500;
const WARM_UP = 300;
const ROUNDS = 3000;
const SYNTHESES = 10_000;
/** 50 ms: what finishing costs is not the router's. */
const SAMPLES = 1200;

/** What the router adds to every request, beside an engine that answers at once. */
export async function run(): Promise<Figure[]> {
  const engine = instantEngine();
  const stand = instantEngine('other', 'local');
  const pool = openAudioPool({ threads: 1 });
  // Finishing happens on other threads and is measured elsewhere: here it answers at once.
  const finishing: typeof pool = {
    ...pool,
    resample: async (raw) => raw,
    master: async (pieces) => ({
      samples: new Int16Array(pieces[0]!.samples.length),
      sampleRateHz: 24_000,
      durationMs: 50,
      loudnessLufs: -16,
      truePeakDbtp: -1,
      peaks: new Uint8Array(8),
      words: pieces[0]!.words,
      samplesSha256: '',
    }),
  };
  const speech = openTestSpeech([engine, stand], { pool: finishing, cacheBytes: 1_000_000 });
  const request = (text: string, fallback: 'allowed' | 'never' = 'never') => ({
    text,
    language: 'en-US',
    voiceId: `instant:${VOICES - 1}`,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'bench',
    use: TEST_USE,
    signal: new AbortController().signal,
    fallback,
  });
  const direct = async (text: string) => {
    const voice = (await engine.voices())[VOICES - 1]!;
    const { parameters, signal } = request(text);
    const document = parseMarkup(text, 'en-US');
    for await (const _piece of engine.stream!({ document, voice, parameters, signal })) break;
  };
  const streamed = async (text: string, fallback?: 'allowed') => {
    for await (const _piece of speech.stream(request(text, fallback))) break;
  };
  try {
    const [stream, others, miss, check] = await beside(direct, [
      (text) => streamed(text),
      (text) => streamed(text, 'allowed'),
      (text) => speech.speak(request(text)),
      (text) => speech.check(request(text)),
    ]);
    await speech.speak(request(SENTENCE));
    const [hit] = await beside(direct, [() => speech.speak(request(SENTENCE))]);
    const goal = '< 200';
    return [
      { name: 'router: live, over the engine itself', value: stream!, unit: 'µs a request', goal },
      { name: 'router: live, with stand-ins', value: others!, unit: 'µs a request', goal },
      { name: 'router: whole, not in the cache', value: miss!, unit: 'µs a request', goal },
      { name: 'router: whole, from the cache', value: hit!, unit: 'µs a request', goal },
      { name: 'router: looking up and checking alone', value: check!, unit: 'µs a request' },
      await memory(async (text) => {
        await speech.speak(request(text));
      }),
    ];
  } finally {
    await speech.close();
  }
}

/** Medians in µs of what each takes longer than `direct`, in turns, so that the machine's other work burdens all. */
async function beside(
  direct: (text: string) => Promise<unknown>,
  others: ((text: string) => Promise<unknown>)[],
): Promise<number[]> {
  const times = [direct, ...others].map((): number[] => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [index, action] of [direct, ...others].entries()) {
      const text = `${round}. ${SENTENCE}`;
      const startedAt = performance.now();
      await action(text);
      if (round >= WARM_UP) times[index]!.push(1000 * (performance.now() - startedAt));
    }
  }
  const [alone, ...together] = times.map(median);
  return together.map((time) => time - alone!);
}

/** Garbage is no growth: it is collected before each look. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Of the heap, between the first tenth and the end; what the cache may hold was filled before. */
async function memory(speak: (text: string) => Promise<void>): Promise<Figure> {
  const heapMb = async () => {
    // What only weak references still name is kept until the turn of the event loop ends.
    await setImmediate();
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  let before = 0;
  for (let index = 0; index < SYNTHESES; index++) {
    await speak(`Number ${index}. ${SENTENCE}`);
    if (index === SYNTHESES / 10) before = await heapMb();
  }
  return {
    name: `router: heap after ${SYNTHESES} syntheses`,
    value: await heapMb(),
    unit: 'MB',
    baseline: `${Math.round(before)} MB after a tenth`,
  };
}

function instantEngine(id = 'instant', kind: SpeechEngine['kind'] = 'cloud'): SpeechEngine {
  const voices = Array.from({ length: VOICES }, (_, index) => voiceOf(id, kind, index));
  const piece = (): RawSpeech => ({
    samples: new Float32Array(SAMPLES),
    sampleRateHz: 24_000,
    words: [{ text: 'Thank', startMs: 0, endMs: 40, charStart: 0, charEnd: 5 }],
  });
  return {
    id,
    name: id,
    version: '1',
    kind,
    concurrency: 4,
    voices: async () => voices,
    check: () => {},
    synthesize: async () => piece(),
    async *stream(_request: SynthesisRequest) {
      yield piece();
    },
    close: async () => {},
  };
}

function voiceOf(engine: string, kind: Voice['kind'], index: number): Voice {
  return {
    id: `${engine}:${index}`,
    name: `Voice ${index}`,
    engine,
    languages: ['en-US'],
    gender: index % 2 === 0 ? 'female' : 'male',
    kind,
    description: '',
    licence: '',
    sampleRateHz: 24_000,
    capabilities: {
      streaming: true,
      wordTimings: true,
      speed: { support: 'native', min: 0.25, max: 4 },
      pitch: { support: 'native', min: -12, max: 12 },
      tone: 'native',
      emphasis: 'native',
      breaks: 'native',
      phonemes: [],
      sayAs: [],
      maxCharacters: 20_000,
      settings: [],
    },
  };
}
