import type { Engine, Voice } from '../../shared/api/voices.ts';
import type { SpeechDocument } from '../../shared/markup/document.ts';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';

/** When a word of the text is heard. `charStart`/`charEnd` point into the authored text, markup included. */
export interface WordTiming {
  text: string;
  startMs: number;
  endMs: number;
  charStart: number;
  charEnd: number;
}

/** What an engine makes of a text: mono samples (−1..1) at its own rate, before mastering. */
export interface RawSpeech {
  samples: Float32Array;
  sampleRateHz: number;
  /** Empty where the engine has no timings. */
  words: WordTiming[];
}

export interface SynthesisRequest {
  document: SpeechDocument;
  /** Our voice id, one of the engine's own. */
  voiceId: string;
  parameters: SpeechParameters;
  /** Aborting really stops the work. */
  signal: AbortSignal;
}

/**
 * One text-to-speech engine. Throws ProblemError: `unsupported-markup` / `unsupported-parameter` with the
 * reason, `synthesis-failed`, `engine-unavailable`, `timeout`.
 */
export interface SpeechEngine {
  readonly id: string;
  readonly name: string;
  /** Changes whenever the same input may sound different; part of the digest. */
  readonly version: string;
  readonly kind: Engine['kind'];
  readonly voices: readonly Voice[];
  /** Says at once, without synthesis, what this voice cannot do with the document; throws, or returns. */
  check(request: Omit<SynthesisRequest, 'signal'>): void;
  synthesize(request: SynthesisRequest): Promise<RawSpeech>;
  /** Yields piece by piece, in order, as soon as each is known; absent when the engine only does whole texts. */
  stream?(request: SynthesisRequest): AsyncIterable<RawSpeech>;
  close(): Promise<void>;
}

/** Finished audio: what is stored, digested and approved. Mono 16-bit PCM at MASTER_RATE_HZ. */
export interface Master {
  samples: Int16Array;
  sampleRateHz: number;
  durationMs: number;
  /** Integrated, BS.1770; null for silence. */
  loudnessLufs: number | null;
  truePeakDbtp: number | null;
  /** Largest absolute sample of each of at most 800 equal spans, 0–255. */
  peaks: Uint8Array;
  words: WordTiming[];
  /** SHA-256 of the samples as little-endian bytes, hex. */
  samplesSha256: string;
  engine: { id: string; version: string };
  voice: { id: string; name: string };
  cached: boolean;
  costUsd: number;
}

/** The rate of every master: enough for speech, and Opus takes it as it is. */
export const MASTER_RATE_HZ = 24_000;

export type EncodedFormat = 'wav' | 'mp3' | 'opus' | 'flac' | 'pcm';

/** A file of a format, and its SHA-256, hex. */
export interface EncodedAudio {
  bytes: Buffer;
  sha256: string;
}

export interface SpeakRequest {
  /** Authored text with portable markup. */
  text: string;
  language: string;
  voiceId: string;
  parameters: SpeechParameters;
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
  /** Fair share and statistics are kept by workspace. */
  workspaceId: string;
}

/** Everything the rest of the product needs of speech: router, engines, mastering and codecs behind one door. */
export interface Speech {
  /** Throws ProblemError (`empty-text`, `text-too-long`, `invalid-characters`, `unknown-voice`, `invalid-markup`, `unsupported-…`). Cheap: no synthesis. */
  check(request: Omit<SpeakRequest, 'signal' | 'onProgress' | 'workspaceId'>): {
    voice: Voice;
    engine: { id: string; version: string };
  };
  /** Synthesises and masters, off this thread. */
  speak(request: SpeakRequest): Promise<Master>;
  /** Sentence by sentence, for live listening; loudness is matched per piece. */
  stream(request: SpeakRequest): AsyncIterable<{ samples: Int16Array; sampleRateHz: number }>;
  /** Encodes a master, off this thread, reproducibly: the same samples give the same bytes. */
  encode(samples: Int16Array, sampleRateHz: number, format: EncodedFormat): Promise<EncodedAudio>;
  readonly voices: readonly Voice[];
  engines(): Engine[];
  close(): Promise<void>;
}
