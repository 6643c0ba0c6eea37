import { resample } from '../../audio/resample.ts';
import { ProblemError } from '../../problem.ts';
import { openEnginePool } from '../../speech/processes/engineProcess.ts';
import { openSessionProcess } from '../../speech/processes/sessionProcess.ts';
import {
  HEARING_RATE_HZ,
  primaryOf,
  type RecognitionEvent,
  type RecognizerKind,
  type SpeechRecognizer,
} from '../../speech/recognition/contract.ts';
import { type HearingMessage, sessionStream } from '../../speech/recognition/sessionStream.ts';
import { libraryVersion, missingLibrary } from './library.ts';
import type { ListenReply, ListenRequest } from './listenChild.ts';
import type { LiveOpening } from './liveChild.ts';
import type { RecognizerFamily } from './recognizerFiles.ts';
import { type FoundRecognizer, RecognizerFolder } from './recognizerFolder.ts';

export interface LocalRecognizersOptions {
  /** Where recognisers are put, each in a folder of its own; may be missing. */
  folder: string;
  /** For the models of all processes together: half for recordings, half for what is heard live. */
  memoryLimitBytes: number;
}

/** Recognisers on this machine. */
export interface LocalRecognizers {
  /** Kinds of engines, there while there are models for them. */
  kinds: RecognizerKind[];
  /** What lies in the folder, broken files with what is wrong with them. */
  models(): Promise<readonly FoundRecognizer[]>;
  close(): Promise<void>;
}

const HINT =
  'Fetch one (npm run voices -- list), or put a model prepared for sherpa-onnx into a folder of its own in the folder recognisers of the data folder.';

/** Most preferred first: with times of words before without, and those made for whole recordings before live ones. */
const FAMILIES: { family: RecognizerFamily; name: string; languageId: boolean; wordTimes: boolean }[] = [
  { family: 'zipformer', name: 'Zipformer on this machine', languageId: false, wordTimes: true },
  { family: 'sense-voice', name: 'SenseVoice on this machine', languageId: true, wordTimes: true },
  { family: 'whisper', name: 'Whisper on this machine', languageId: true, wordTimes: false },
  {
    family: 'zipformer-live',
    name: 'Streaming Zipformer on this machine',
    languageId: false,
    wordTimes: true,
  },
];

/** Whisper listens to half a minute and no more; the others take longer, at the price of memory. */
const MOST_SECONDS: Record<RecognizerFamily, number> = {
  whisper: 29,
  'sense-voice': 30,
  zipformer: 60,
  'zipformer-live': 60,
};
/** Of what we do with it. */
const OUR_VERSION = 1;
/** Loading from a slow disk, and how much slower than speech a machine may be. */
const LOADING_MS = 60_000;
const SLOWEST = 5;
/** A recording takes longer than this seldom; starting anew would load the model again. */
const GRACE_MS = 2_000;
const OVERHEAD_BYTES = 300 * 2 ** 20;
const LIVE_STREAMS = 16;

/** Opens what recognises on this machine; no process starts before there is a model. */
export function openLocalRecognizers({
  folder: path,
  memoryLimitBytes,
}: LocalRecognizersOptions): LocalRecognizers {
  const half = Math.floor(memoryLimitBytes / 2);
  const pool = openEnginePool<ListenRequest, ListenReply>({
    name: 'local recogniser',
    trade: 'recognition',
    entry: new URL('./listenChild.ts', import.meta.url),
    processes: 1,
    graceMs: GRACE_MS,
    memoryLimitBytes: half + OVERHEAD_BYTES,
    execArgv: ['--expose-gc'],
  });
  const live = openSessionProcess<LiveOpening, HearingMessage, RecognitionEvent>({
    name: 'local recogniser',
    entry: new URL('./liveChild.ts', import.meta.url),
    execArgv: ['--expose-gc'],
  });
  const folder = new RecognizerFolder(path, pool);
  const missing = missingLibrary();

  function open({ family, name, languageId, wordTimes }: (typeof FAMILIES)[number]): SpeechRecognizer {
    const usable = () => folder.usable(family);
    /** The model that knows the language alone before the one that knows it among others. */
    function modelFor(language: string | undefined) {
      const able = usable()
        .filter(({ description }) => !language || description.languages.includes(primaryOf(language)))
        .sort((a, b) => a.description.languages.length - b.description.languages.length);
      const found = language ? able[0] : able.at(-1);
      if (!found)
        throw new ProblemError('engine-unavailable', `${name} has no model for this at the moment.`);
      return found;
    }
    const streaming = family === 'zipformer-live';
    const many = () => usable().some(({ description }) => description.languages.length > 1);
    return {
      id: family,
      name,
      kind: 'local',
      concurrency: streaming ? LIVE_STREAMS : 2,
      get version() {
        const digests = usable().map(({ description }) => description.digest);
        return `${libraryVersion()}+${OUR_VERSION} ${digests.join(' ')}`.trim();
      },
      get languages() {
        return [...new Set(usable().flatMap(({ description }) => description.languages))];
      },
      get abilities() {
        return {
          dictation: true,
          grammar: false,
          follow: false,
          streaming,
          wordTimes,
          languageId: languageId && many(),
        };
      },
      limits: { seconds: MOST_SECONDS[family], bytes: MOST_SECONDS[family] * 2 * HEARING_RATE_HZ },
      async transcribe(samples, sampleRateHz, request) {
        if (request.expected)
          throw new ProblemError('unsupported-parameter', `${name} does not follow a given text.`);
        const { signal } = request;
        if (streaming) return collect(this.stream!({ ...request, sampleRateHz }), samples);
        const { files, description } = modelFor(request.language);
        const narrow = resample(samples, sampleRateHz, HEARING_RATE_HZ);
        const language = request.language ? { language: primaryOf(request.language) } : {};
        const reply = await pool.run(
          { do: 'listen', files, description, memoryLimitBytes: half, samples: narrow, ...language },
          {
            signal,
            timeoutMs: LOADING_MS + (SLOWEST * 1000 * samples.length) / sampleRateHz,
            needs: description.digest,
          },
        );
        if (!('transcript' in reply))
          throw new ProblemError('engine-failed', `${name} gave no answer. Try again.`);
        return reply.transcript;
      },
      ...(streaming
        ? {
            stream(request) {
              const { files, description } = modelFor(request.language);
              return sessionStream(
                live,
                { files, description, memoryLimitBytes: half },
                { name: 'local recogniser', request },
              );
            },
          }
        : {}),
      close: async () => undefined,
    };
  }

  return {
    kinds: FAMILIES.map((family) => ({
      id: family.family,
      name: family.name,
      kind: 'local',
      hint: missing ? `Install the optional package ${missing} for recognisers on this machine.` : HINT,
      settings: [],
      get open() {
        if (missing || folder.usable(family.family).length === 0) return undefined;
        return () => open(family);
      },
    })),
    models: () => folder.look(),
    async close() {
      await Promise.all([pool.close(), live.close()]);
    },
  };
}

/** A whole recording through a stream. */
async function collect(
  stream: ReturnType<NonNullable<SpeechRecognizer['stream']>>,
  samples: Float32Array,
): ReturnType<SpeechRecognizer['transcribe']> {
  stream.push(samples);
  stream.finish();
  const finals = [];
  for await (const event of stream.events) if (event.type === 'final') finals.push(event);
  const words = finals.flatMap((final) => final.words);
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  return {
    text: finals.map(({ text }) => text).join(' '),
    words,
    segments: finals.map(({ text, startMs, endMs, confidence }) => ({ text, startMs, endMs, confidence })),
    confidence: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length,
  };
}
