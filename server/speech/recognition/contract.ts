import type { Actor } from '../../../shared/api/common.ts';
import type { Engine } from '../../../shared/api/voices.ts';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import type { AnyEngine, EngineKind, EngineList } from '../../engines/contract.ts';

/** What a recogniser can do. */
export interface RecognizerAbilities {
  /** Takes down any words. */
  dictation: boolean;
  /** Recognises which of a few phrases is said. */
  grammar: boolean;
  /** Follows a known text and says where the sound departs from it. */
  follow: boolean;
  /** Takes sound while it comes, and says what it understands so far. */
  streaming: boolean;
  /** Says when each word is heard. */
  wordTimes: boolean;
  /** Finds out by itself which language is spoken. */
  languageId: boolean;
}

/** What a single request may hold; longer recordings are cut at silences before they get there. */
export interface RecognizerLimits {
  seconds: number;
  /** Of 16-bit samples at the rate that the recogniser works at. */
  bytes: number;
}

/** A word that was heard. */
export interface HeardWord {
  text: string;
  startMs: number;
  endMs: number;
  /** From 0 to 1; null where the recogniser does not say. */
  confidence: number | null;
}

/** A sentence or a stretch between two silences. */
export interface HeardSegment {
  text: string;
  startMs: number;
  endMs: number;
  /** From 0 to 1; null where the recogniser does not say. */
  confidence: number | null;
}

/** A stretch where the sound is not that of the expected words. */
export interface Departure {
  kind: 'missing' | 'extra' | 'different';
  /** Indices into the expected words, `to` not included; equal where nothing is missing. */
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

export interface Transcript {
  text: string;
  /** Empty where the recogniser has no times of words. */
  words: HeardWord[];
  /** As the recogniser cuts them; absent where it does not. */
  segments?: HeardSegment[];
  /** Of the whole, from 0 to 1; below the recogniser's own threshold the text is empty. Null: it does not say. */
  confidence: number | null;
  /** BCP 47: which language it found, where it looked for one. */
  language?: string;
  /** From 0 to 1. */
  languageConfidence?: number;
  /** With `expected` only; null where the sound could not be followed at all. */
  departures?: Departure[] | null;
  /** With `expected` only: indices of words whose sound the recogniser cannot know. */
  unknown?: number[];
}

/** What there is to know before listening. */
export interface RecognitionTask {
  /** BCP 47; absent: the recogniser finds out, or takes the one it knows. */
  language?: string;
  /** Phrases, one of which is said; for recognisers of any words, words to be expected. */
  phrases?: readonly string[];
  /**
   * What may be said, where that is more than a list: expansions of the JSpeech Grammar Format 1.0 by the name of
   * their rule, of which `said` is the whole utterance; `<other>` is any short word that is none of it: what is heard as
   * one is not understood. For recognisers that know grammars; it goes before `phrases`.
   */
  grammar?: Readonly<Record<string, string>>;
  /** What was said before, or how names are written: helps with spelling, where a recogniser can use it. */
  hint?: string;
}

export interface RecognitionRequest extends RecognitionTask {
  /** Words as they are written, in order, which should have been said. */
  expected?: readonly string[];
  /** From 0 to 1: how freely it guesses, where a recogniser can be told. */
  temperature?: number;
  /** Aborting really stops the work. */
  signal: AbortSignal;
}

export interface StreamRequest extends RecognitionTask {
  /** Of the samples that will be pushed. */
  sampleRateHz: number;
  /** Aborting ends the stream at once; its events end with the signal's reason. */
  signal: AbortSignal;
}

/** What is heard of a stream; times count from its beginning. */
export type RecognitionEvent =
  | { type: 'speech-start'; atMs: number }
  | { type: 'speech-end'; atMs: number }
  /** What is understood since the last final, so far: the next one replaces it; empty takes it back. */
  | { type: 'interim'; text: string }
  /**
   * Will not change any more; empty where somebody spoke and was not understood. `endOfUtterance`: the recogniser
   * heard the speaker pause behind it.
   */
  | {
      type: 'final';
      text: string;
      startMs: number;
      endMs: number;
      words: HeardWord[];
      confidence: number | null;
      language?: string;
      endOfUtterance: boolean;
    };

export type FinalTranscript = Extract<RecognitionEvent, { type: 'final' }>;

/** Sound that is recognised while it comes. */
export interface RecognitionStream {
  /** Mono, −1 to 1, in any amount; kept until the recogniser takes it. Nothing once it is finished. */
  push(samples: Float32Array): void;
  /** What was pushed so far shall become final now; the stream goes on. */
  flush(): void;
  /** Nothing more comes: the events end after the last final. */
  finish(): void;
  /**
   * To be read once, to the end. Throws ProblemError with the codes of engines, and the signal's reason. Leaving it
   * early ends the stream.
   */
  readonly events: AsyncIterable<RecognitionEvent>;
}

/**
 * One speech-to-text engine. Throws ProblemError with the codes of engines, `engine-failed` where voices have
 * `synthesis-failed`; what it has no ability for is `unsupported-parameter`.
 */
export interface SpeechRecognizer extends AnyEngine {
  /** Primary languages, such as `en`. */
  readonly languages: readonly string[];
  readonly abilities: RecognizerAbilities;
  readonly limits: RecognizerLimits;
  /** `samples` are mono, −1 to 1, and stay the caller's. */
  transcribe(samples: Float32Array, sampleRateHz: number, request: RecognitionRequest): Promise<Transcript>;
  /** Present where `abilities.streaming` is. */
  stream?(request: StreamRequest): RecognitionStream;
  close(): Promise<void>;
}

/** A kind of recogniser that may be set up. */
export type RecognizerKind = EngineKind<SpeechRecognizer>;

/** How written words sound, for recognisers that meet words they do not know. */
export interface Pronouncer {
  /** Primary language. */
  readonly language: string;
  /** CMU phones (`AH`, `K` …) of each word; empty where it has none. */
  pronounce(words: readonly string[], signal: AbortSignal): Promise<string[][]>;
  close(): Promise<void>;
}

/** Whether a recogniser knows a language. */
export function knowsLanguage(recognizer: Pick<SpeechRecognizer, 'languages'>, language: string): boolean {
  return recognizer.languages.includes(primaryOf(language));
}

/** `en` of `en-US`. */
export const primaryOf = (language: string) => language.split('-')[0]!.toLowerCase();

/** The rate at which recordings are kept and given to recognisers. */
export const HEARING_RATE_HZ = 16_000;

/** What is taken of a person at once. */
export const RECORDING_LIMITS = { maxSeconds: 3600, maxFileBytes: 50_000_000 } as const;

/** A file of somebody, decoded, as recognisers take it. */
export interface Recording {
  /** Mono at HEARING_RATE_HZ. */
  samples: Int16Array;
  durationMs: number;
  /** What the bytes are, whatever the file was called; null where it came as samples. */
  mediaType: string | null;
  /** Nothing above this is in it: 4000 for the telephone's 8 kHz. */
  bandwidthHz: number;
}

/** Why somebody has something recognised, and who: so it stands in the accounts. */
export interface RecognitionUse {
  purpose: UsagePurpose;
  actor: Actor;
  /** The telephone call that pays for it. */
  callId?: string | undefined;
}

export interface TranscribeRequest extends Omit<RecognitionRequest, 'expected'> {
  workspaceId: string;
  use: RecognitionUse;
  /** The engine to ask first; others follow unless `fallback` is `never`. Throws `no-recogniser` when it cannot. */
  engineId?: string;
  fallback?: 'allowed' | 'never';
  /** Only engines that say when each word is heard. */
  wordTimes?: boolean;
  /** When the first words are needed, in ms from now: slow engines are passed over, or asked beside a faster one. */
  deadlineMs?: number;
}

/** Another recogniser listened than the one that was asked for. */
export interface RecognitionFallback {
  engineId: string;
  code: string;
  reason: string;
}

/** A part of a recording that is understood now; the parts come in order and do not overlap. */
export interface HeardPart extends Transcript {
  /** What it adds to the text, with the space before it: all of them joined are the whole. */
  delta: string;
  /** How much of the recording is done, from 0 to 1. */
  progress: number;
}

/** What was understood of a whole recording. */
export interface HeardRecording {
  text: string;
  words: HeardWord[];
  segments: HeardSegment[];
  confidence: number | null;
  language: string | null;
  durationMs: number;
  /** How much of it is speech. */
  speechMs: number;
  /** Why the text is empty; null when it is not. */
  empty: 'silence' | 'no-speech' | 'not-understood' | null;
  engine: { id: string; version: string; name: string };
  fallback: RecognitionFallback | null;
}

export interface HearStreamRequest extends StreamRequest {
  workspaceId: string;
  use: RecognitionUse;
  engineId?: string;
}

/** A stream that goes on with another recogniser when one fails; which one listens is told with each final. */
export type HeardEvent =
  | Exclude<RecognitionEvent, FinalTranscript>
  | (FinalTranscript & { engine: { id: string; version: string } });

export interface HearingStream extends Omit<RecognitionStream, 'events'> {
  readonly events: AsyncIterable<HeardEvent>;
}

/** A recogniser of a workspace, as it may be chosen. */
export interface ListedRecognizer {
  id: string;
  name: string;
  kind: Engine['kind'];
  languages: readonly string[];
  abilities: RecognizerAbilities;
  /** In the workspace's order, or it has none: others listen only where they are asked for, or nobody else can. */
  preferred: boolean;
}

/** Everything the rest of the product needs of recognition: reading files, router and engines behind one door. */
export interface Recognition extends EngineList {
  /**
   * Decodes a file by its content, on a thread. Throws `unsupported-media-type`, `validation-failed` (damaged, empty,
   * too long: with the limit) and `timeout`.
   */
  read(bytes: Uint8Array, signal: AbortSignal): Promise<Recording>;
  /**
   * The whole recording, cut at silences where the engine takes less at once. Throws ProblemError:
   * `no-recogniser` with what to set up, `quota-exceeded`, `not-in-plan`, and what engines throw.
   */
  transcribe(recording: Recording, request: TranscribeRequest): Promise<HeardRecording>;
  /** The same part by part, as each is understood; the whole is what the generator returns. */
  parts(recording: Recording, request: TranscribeRequest): AsyncGenerator<HeardPart, HeardRecording>;
  /** Sound while it comes. Failures, also that no engine can, come of its events. */
  stream(request: HearStreamRequest): HearingStream;
  /** Those of a workspace, most preferred first. */
  recognizers(workspaceId: string): Promise<readonly ListedRecognizer[]>;
  close(): Promise<void>;
}
