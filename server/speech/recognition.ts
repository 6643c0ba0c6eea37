/** What a recogniser can do: any words, one of a few phrases, or tell whether a known text was spoken. */
export interface RecognizerAbilities {
  dictation: boolean;
  /** Recognises phrases of a grammar. */
  grammar: boolean;
  /** Follows a known text and says where the sound departs from it. */
  follow: boolean;
}

/** A word that was heard. Confidence runs from 0 to 1. */
export interface HeardWord {
  text: string;
  startMs: number;
  endMs: number;
  confidence: number;
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
  words: HeardWord[];
  /** Of the whole; below the recogniser's own threshold the text is empty. */
  confidence: number;
  /** With `expected` only; null where the sound could not be followed at all. */
  departures?: Departure[] | null;
  /** With `expected` only: indices of words whose sound the recogniser cannot know. */
  unknown?: number[];
}

export interface RecognitionRequest {
  /** BCP 47. */
  language: string;
  /** Phrases, one of which is said. */
  phrases?: readonly string[];
  /** Words as they are written, in order, which should have been said. */
  expected?: readonly string[];
  /** Aborting really stops the work. */
  signal: AbortSignal;
}

/**
 * One speech-to-text engine over whole recordings. Throws ProblemError with the codes of engines; what it has
 * no ability for is `unsupported-parameter`.
 */
export interface SpeechRecognizer {
  readonly id: string;
  readonly name: string;
  /** Changes whenever the same sound may be understood differently. */
  readonly version: string;
  /** Primary languages, such as `en`. */
  readonly languages: readonly string[];
  readonly abilities: RecognizerAbilities;
  /** `samples` are mono, −1 to 1. */
  transcribe(samples: Float32Array, sampleRateHz: number, request: RecognitionRequest): Promise<Transcript>;
  close(): Promise<void>;
}

/** How written words sound, for recognisers that meet words they do not know. */
export interface Pronouncer {
  /** Primary language. */
  readonly language: string;
  /** CMU phones (`AH`, `K` …) of each word; empty where it has none. */
  pronounce(words: readonly string[], signal: AbortSignal): Promise<string[][]>;
  close(): Promise<void>;
}

/** Whether a recogniser knows a language. */
export function knowsLanguage(recognizer: SpeechRecognizer, language: string): boolean {
  return recognizer.languages.includes(language.split('-')[0]!.toLowerCase());
}
