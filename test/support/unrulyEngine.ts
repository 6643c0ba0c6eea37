import { setTimeout as sleep } from 'node:timers/promises';
import type { ProblemError } from '../../server/problem.ts';
import type {
  CloneRequest,
  RawSpeech,
  SpeechEngine,
  SpeechEngineKind,
  VoiceCloning,
} from '../../server/speech/contract.ts';
import type { Voice } from '../../shared/api/voices.ts';

/** How an engine of a test behaves at the moment; changed while it runs. */
export interface Mood {
  /** Until its first sound. */
  firstMs: number;
  /** Fails with this instead. */
  fails: ProblemError | null;
  /** Called before its first sound, which waits for it. */
  beforeSound?: (() => Promise<void>) | undefined;
  /** Its voices cannot be listed. */
  unlisted?: ProblemError;
  concurrency?: number;
  kind?: Voice['kind'] & SpeechEngine['kind'];
  /** It makes voices of samples: at once, or after this many looks, or not for this reason; or cannot even begin. */
  clones?: {
    looks: number;
    fails?: string;
    broken?: ProblemError | null;
    beforeMade?: (() => Promise<void>) | undefined;
    beforeRemoved?: (() => Promise<void>) | undefined;
  };
}

/** An engine that hums, as slowly and as unreliably as a test says, and counts what it is asked. */
export function unrulyEngine(id: string, mood: Mood) {
  const seen = { asked: 0, running: 0, mostAtOnce: 0, aborted: 0, cloned: [] as CloneRequest[], removed: 0 };
  const voice: Voice = {
    id: `${id}:one`,
    name: `${id} one`,
    engine: id,
    languages: ['en-US'],
    gender: 'female',
    kind: mood.kind ?? 'cloud',
    description: '',
    licence: 'test',
    sampleRateHz: 24_000,
    capabilities: {
      streaming: true,
      wordTimings: false,
      speed: { support: 'none', min: 1, max: 1 },
      pitch: { support: 'none', min: 0, max: 0 },
      tone: 'none',
      emphasis: 'none',
      breaks: 'none',
      phonemes: [],
      sayAs: [],
      maxCharacters: 1000,
      settings: ['stability'],
    },
  };
  async function* stream(signal: AbortSignal): AsyncIterable<RawSpeech> {
    seen.asked++;
    seen.running++;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.running);
    try {
      await sleep(mood.firstMs, undefined, { signal });
      await mood.beforeSound?.();
      if (mood.fails) throw mood.fails;
      for (let piece = 0; piece < 2; piece++) yield { samples: hum(), sampleRateHz: 24_000, words: [] };
    } catch (error) {
      if (signal.aborted) seen.aborted++;
      throw error;
    } finally {
      seen.running--;
    }
  }
  const voices = [voice];
  const engine: SpeechEngine = {
    id,
    name: id,
    version: '1',
    kind: mood.kind ?? 'cloud',
    concurrency: mood.concurrency ?? 100,
    voices: async () => {
      if (mood.unlisted) throw mood.unlisted;
      return voices;
    },
    check: () => undefined,
    synthesize: async () => {
      throw new Error('it streams');
    },
    stream: ({ signal }) => stream(signal),
    ...(mood.clones ? { cloning: cloning(voice, mood.clones, seen) } : {}),
    close: async () => undefined,
  };
  const kind: SpeechEngineKind = {
    id,
    name: id,
    kind: engine.kind,
    hint: `Set ${id.toUpperCase()}_API_KEY.`,
    settings: [
      {
        name: 'apiKey',
        label: 'API key',
        variable: `${id.toUpperCase()}_API_KEY`,
        secret: true,
        required: true,
        perWorkspace: true,
      },
    ],
    open: () => engine,
  };
  return { engine, kind, voice, seen, mood };
}

function cloning(
  { licence, sampleRateHz, capabilities, languages }: Voice,
  clones: NonNullable<Mood['clones']>,
  seen: { cloned: CloneRequest[]; removed: number },
): VoiceCloning {
  let looks = 0;
  return {
    requirements: { minSeconds: 5, maxSeconds: 60, maxFileBytes: 10_000_000 },
    terms: 'For tests alone.',
    voice: { licence, sampleRateHz, capabilities, languages },
    async create(request) {
      seen.cloned.push(request);
      if (clones.broken) throw clones.broken;
      request.onProgress(0.5);
      await clones.beforeMade?.();
      return { reference: { key: 'of the engine' }, state: clones.looks > 0 ? 'pending' : 'ready' };
    },
    state: async () =>
      ++looks < clones.looks ? 'pending' : clones.fails === undefined ? 'ready' : { failed: clones.fails },
    async remove() {
      await clones.beforeRemoved?.();
      seen.removed++;
    },
  };
}

function hum(): Float32Array {
  return Float32Array.from({ length: 2400 }, (_, index) => 0.2 * Math.sin(index / 10));
}
