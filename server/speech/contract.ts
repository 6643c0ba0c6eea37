import type { Actor } from '../../shared/api/common.ts';
import type { Engine, Voice } from '../../shared/api/voices.ts';
import type { SpeechDocument } from '../../shared/markup/document.ts';
import type { PriceTable } from '../../shared/prices/priceTable.ts';
import type { DictionaryEntry } from '../../shared/speech/dictionary.ts';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import type { UsagePurpose } from '../../shared/usage/plans.ts';
import type { AnyEngine, EngineKind } from '../engines/contract.ts';

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
  /** How far in the authored text it is spoken by now, where the words do not say it. */
  reachedChar?: number;
}

/**
 * What an engine keeps of a voice that it made of samples: for the engine to read, JSON for everybody else. One that is
 * `complete` is all there is of the voice, so that nobody is needed to delete it.
 */
export type CloneReference = Readonly<Record<string, unknown>> & { readonly complete?: true };

/** A voice as its engine needs it: one of its own, or one that it made of samples. */
export interface SpokenVoice extends Voice {
  clone?: CloneReference;
  /** Why these may not hear it now, in words; null when they may: a consent ends by the clock. Absent: everybody may. */
  withheldFrom?(heardBy: Listeners): string | null;
}

export interface SynthesisRequest {
  document: SpeechDocument;
  voice: SpokenVoice;
  parameters: SpeechParameters;
  /** Aborting really stops the work. */
  signal: AbortSignal;
}

/** A recording of the speaker whose voice is to be made: mono, as it was uploaded, and its decoded samples. */
export interface VoiceSample {
  name: string;
  /** The uploaded file, for engines that take files. */
  bytes: Buffer;
  mediaType: string;
  samples: Float32Array;
  sampleRateHz: number;
}

export interface CloneRequest {
  name: string;
  samples: readonly VoiceSample[];
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress(fraction: number): void;
}

/** How an engine makes voices of samples. Failures are those of synthesis, and `engine-refused` with the reason. */
export interface VoiceCloning {
  readonly requirements: {
    /** Of all samples together. */
    minSeconds: number;
    maxSeconds: number;
    maxFileBytes: number;
  };
  /** Said where the voice is chosen: licences, and what the engine's maker asks for. */
  readonly terms: string;
  /**
   * What a made voice can do, and the languages it can be made for, none where they are not known yet; its id, name,
   * language and gender are given by whoever keeps it.
   */
  readonly voice: Pick<Voice, 'licence' | 'sampleRateHz' | 'capabilities' | 'languages'>;
  /** Makes the voice. `pending`: the engine works on, ask `state`. */
  create(request: CloneRequest): Promise<{ reference: CloneReference; state: 'ready' | 'pending' }>;
  /** How far a pending voice is. */
  state?(reference: CloneReference, signal: AbortSignal): Promise<'ready' | 'pending' | { failed: string }>;
  /** Removes it at the engine too; one that is gone already is no failure. */
  remove(reference: CloneReference, signal: AbortSignal): Promise<void>;
}

/**
 * One text-to-speech engine. Throws ProblemError, whose code tells the router what helps:
 * `unsupported-markup` / `unsupported-parameter` / `engine-refused` (nothing: the text or the voice must change),
 * `engine-busy` (waiting, `retryAfterSeconds` when known), `engine-quota` and `engine-rejected-key` (another engine),
 * `synthesis-failed`, `engine-unavailable`, `timeout` (trying again, or another engine).
 */
export interface SpeechEngine extends AnyEngine {
  /** Its voices' ids begin with it and a colon. */
  readonly id: string;
  /** Changes whenever the same input may sound different; part of the digest. */
  readonly version: string;
  /**
   * The voices it has now; cheap, answered from memory where it can be. An engine that lists its voices over the
   * network answers the last list it knows, and throws `engine-unavailable` when it knows none.
   */
  voices(): Promise<readonly Voice[]>;
  /** Says at once, without synthesis, what this voice cannot do with the document; throws, or returns. */
  check(request: Omit<SynthesisRequest, 'signal'>): void;
  /** Whether its voices have sounds for this IPA; absent where only the engine's server knows, or none reads IPA. */
  readsIpa?(ph: string): boolean;
  synthesize(request: SynthesisRequest): Promise<RawSpeech>;
  /** Yields piece by piece, in order, as soon as each is known; absent when the engine only does whole texts. */
  stream?(request: SynthesisRequest): AsyncIterable<RawSpeech>;
  readonly cloning?: VoiceCloning;
}

/** A kind of engine that speaks. */
export type SpeechEngineKind = EngineKind<SpeechEngine>;

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
  /** The voice that was asked for, and why another one spoke; null when it spoke itself. */
  fallback: Fallback | null;
}

/** Why another voice spoke than the one that was asked for. */
export interface Fallback {
  voiceId: string;
  /** Code and sentence of the failure. */
  code: string;
  reason: string;
}

/** The rate of every master: enough for speech, and Opus takes it as it is. */
export const MASTER_RATE_HZ = 24_000;

export type EncodedFormat = 'wav' | 'mp3' | 'opus' | 'flac' | 'pcm';

/** A codec with its rate and, where it has one, its bitrate. `ulaw` and `alaw` are G.711; `pcm` is bare s16le. */
export type Encoding =
  | { codec: 'mp3' | 'opus'; rateHz: number; bitrateKbps: number }
  | { codec: 'wav' | 'pcm' | 'ulaw' | 'alaw'; rateHz: number };

/** What becomes one file, encoded piece by piece, off this thread. */
export interface EncodingStream {
  add(samples: Int16Array, sampleRateHz: number): Promise<Buffer>;
  /** The end of the file. */
  end(): Promise<Buffer>;
  /** To be called once, also when it was not ended. */
  close(): void;
}

/** A file of a format, and its SHA-256, hex. */
export interface EncodedAudio {
  bytes: Buffer;
  sha256: string;
}

/** A text to be checked. */
export interface CheckRequest {
  /** Authored text with portable markup. */
  text: string;
  language: string;
  voiceId: string;
  parameters: SpeechParameters;
  /** How whoever stands in speaks, where that differs by more than settings, which nobody gets of another voice. */
  standInParameters?: SpeechParameters | undefined;
  /** How words are pronounced: the workspace's dictionary, in the state that counts for this text. */
  dictionary?: readonly DictionaryEntry[] | undefined;
  /** Its engines and voices; fair share and statistics are kept by it too. */
  workspaceId: string;
  /** Whose ears it is for; absent: theirs who have it spoken (`listenersOf`), and members' where it is only checked. */
  heardBy?: Listeners | undefined;
}

/** What was agreed for internal use alone is not for callers. */
export type Listeners = 'members' | 'callers';

/** A program speaks to people that we do not know: to them, as to callers, nothing is said that is for members alone. */
export const listenersOf = ({ kind }: Pick<Actor, 'kind'>): Listeners =>
  kind === 'key' ? 'callers' : 'members';

/** Why somebody has something spoken, and who: so it stands in the accounts. */
export interface SpeechUse {
  purpose: UsagePurpose;
  actor: Actor;
  versionId?: string | undefined;
  personalityId?: string | undefined;
  /** The telephone call that pays for it. */
  callId?: string | undefined;
}

export interface SpeakRequest extends CheckRequest {
  use: SpeechUse;
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
  /** Whether another voice may speak when this one cannot: never for what is to be approved. */
  fallback?: 'allowed' | 'never';
  /** When the first sound is needed, in ms from now: slow engines are passed over, or asked beside a faster one. */
  deadlineMs?: number;
}

/** Whose voice is wanted where somebody is to speak in any case. */
export interface LiveVoice {
  /** Its engines and voices. */
  workspaceId: string;
  /** Null: the most preferred one of an engine that speaks the language. */
  voiceId: string | null;
  /** Who was named to speak when that voice cannot, before the workspace's own stand-ins. */
  fallbackVoiceId: string | null;
  language: string;
  heardBy: Listeners;
}

/** A text that is heard as it is spoken. */
export type LiveRequest = Omit<SpeakRequest, keyof LiveVoice | 'fallback'> & LiveVoice;

/** For whom a text is spoken. */
export type SpokenFor = Pick<SpeakRequest, 'workspaceId' | 'use'>;

/** A text that one engine is given. */
export interface SpeechEntry {
  voice: Pick<Voice, 'id' | 'name' | 'engine'>;
  /** As the engine bills them. */
  characters: number;
  /** Of sound; an estimate before it is there. */
  seconds: number;
  costUsd: number;
}

/** An engine is asked: one of these follows, at once and without waiting for it to be written. */
export interface SpeechReservation {
  /** It spoke. */
  settle(seconds: number, costUsd: number): void;
  /** It may have spoken, and nobody took it: the estimate counts. */
  lose(): void;
  /** It did not speak. */
  release(): void;
}

/** The accounts of what is spoken, kept by whoever pays. */
export interface SpeechAccounts {
  /** By which it is counted what something costs. */
  readonly prices: PriceTable;
  /** Throws what `reserve` would now, and counts nothing. */
  require(by: Pick<SpokenFor, 'workspaceId'>, characters: number): Promise<void>;
  /** Before an engine is asked. Throws `quota-exceeded` and `not-in-plan`. */
  reserve(by: SpokenFor, estimate: SpeechEntry): Promise<SpeechReservation>;
  /** Answered from memory, at no cost; nobody waits until that is written. */
  cached(by: SpokenFor, entry: SpeechEntry): void;
}

/** A piece of live speech, and who speaks it. */
export interface SpokenPiece {
  samples: Int16Array;
  sampleRateHz: number;
  /** Their times count from the beginning of the piece. */
  words: WordTiming[];
  /** How far in the authored text it is spoken by now, where the words do not say it. */
  reachedChar?: number;
  voice: { id: string; name: string };
  engine: { id: string; version: string };
  fallback: Fallback | null;
}

/** Everything the rest of the product needs of speech: router, engines, mastering and codecs behind one door. */
export interface Speech {
  /** Throws ProblemError (`empty-text`, `text-too-long`, `invalid-characters`, `unknown-voice`, `invalid-markup`, `unsupported-…`, `quota-exceeded`, `not-in-plan`). Cheap: no synthesis. */
  check(request: CheckRequest): Promise<{ voice: Voice; engine: { id: string; version: string } }>;
  /** Who would speak now in place of a voice that cannot; null when nobody. Throws as `check`. */
  standIn(request: CheckRequest): Promise<Voice | null>;
  /** Who would speak now, as `check` takes it, and why it is not the voice that should. Throws as `speakLive` where there is nobody. */
  whoSpeaks(
    wish: Pick<LiveRequest, keyof LiveVoice | 'parameters' | 'standInParameters'>,
  ): Promise<Pick<CheckRequest, 'voiceId' | 'language' | 'parameters'> & { instead: Fallback | null }>;
  /**
   * As `speak`, by whoever can: `fallback` says why it was not the voice that should. Throws what would fail anywhere,
   * what the first failed for when all do, and `unknown-voice` where there is nobody.
   */
  speakLive(request: LiveRequest): Promise<Master>;
  /** Synthesises and masters, off this thread. */
  speak(request: SpeakRequest): Promise<Master>;
  /** Sentence by sentence, for live listening; loudness is matched per piece. */
  stream(request: SpeakRequest): AsyncIterable<SpokenPiece>;
  /** Encodes a master, off this thread, reproducibly: the same samples give the same bytes. */
  encode(samples: Int16Array, sampleRateHz: number, format: EncodedFormat | Encoding): Promise<EncodedAudio>;
  encodeStream(encoding: Encoding): EncodingStream;
  /** The voices a workspace has now: those of its engines, most preferred first, and its own. */
  voices(workspaceId: string): Promise<readonly Voice[]>;
  /** Throws `unknown-voice`. */
  voice(workspaceId: string, voiceId: string): Promise<Voice>;
  /** Every kind of engine, whether it is set up here, and how it does. */
  engines(workspaceId: string): Promise<Engine[]>;
  /** Looks whether they are there, unless that was done lately; takes some seconds at most. */
  look(workspaceId: string): Promise<void>;
  /** The engine itself, for what only it can do; null when it is not set up for the workspace. */
  engine(workspaceId: string, engineId: string): Promise<SpeechEngine | null>;
  /** Removes kept lists of voices of accounts that none of all workspaces has any more; gives how many. */
  sweepVoiceLists(workspaceIds: () => Promise<readonly string[]>): Promise<number>;
  /** Forgets what it remembers of a workspace's engines and voices, after they were changed; null: of every workspace's. */
  changed(workspaceId: string | null): void;
  close(): Promise<void>;
}
