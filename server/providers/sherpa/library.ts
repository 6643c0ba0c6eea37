import { createRequire } from 'node:module';
import type { PocketParts } from './modelFiles.ts';

/** What of the library is used; it has no typings. */
export interface SherpaTts {
  readonly sampleRate: number;
  readonly numSpeakers: number;
  /** Throws when it makes nothing of the text. */
  generate(request: SherpaUtterance): SherpaSound;
}

export interface SherpaUtterance {
  text: string;
  sid: number;
  speed: number;
  /** Memory of the library's own does not survive the way to another process. */
  enableExternalBuffer: boolean;
  /** For models that speak as somebody in a recording does. */
  generationConfig?: {
    numSteps: number;
    referenceAudio: Float32Array;
    referenceSampleRate: number;
    extra: Readonly<Record<string, number>>;
  };
}

export interface SherpaSound {
  samples: Float32Array;
  sampleRate: number;
}

export interface SherpaConfig {
  model: {
    vits?: {
      model: string;
      tokens: string;
      dataDir: string;
      noiseScale: number;
      noiseScaleW: number;
      lengthScale: number;
    };
    kokoro?: {
      model: string;
      voices: string;
      tokens: string;
      dataDir: string;
      lexicon: string;
      lang: string;
      lengthScale: number;
    };
    pocket?: PocketParts & { voiceEmbeddingCacheCapacity: number };
    numThreads: number;
    provider: string;
    debug: boolean;
  };
  maxNumSentences: number;
  silenceScale: number;
}

const PACKAGE = 'sherpa-onnx-node';
/** The native part of this machine, by the package's own naming. */
const NATIVE = `sherpa-onnx-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** What is missing so that neural voices speak here; null when nothing is. Loads nothing. */
export function missingLibrary(): string | null {
  const require = createRequire(import.meta.url);
  for (const name of [PACKAGE, NATIVE]) {
    try {
      require.resolve(`${name}/package.json`);
    } catch {
      return name;
    }
  }
  return null;
}

/** Its version; part of what a voice sounds like. */
export function libraryVersion(): string {
  const { version } = createRequire(import.meta.url)(`${PACKAGE}/package.json`) as { version: string };
  return version;
}

/** Loads the native library, and a model into it. A model it does not like may end the process. */
export function openModel(config: SherpaConfig): SherpaTts {
  const { OfflineTts } = createRequire(import.meta.url)(PACKAGE) as {
    OfflineTts: new (config: SherpaConfig) => SherpaTts;
  };
  return new OfflineTts(config);
}
