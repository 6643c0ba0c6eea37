import type { SpeechDocument } from '../../../shared/markup/document.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { WordTiming } from '../../speech/contract.ts';
import type { SpeechRecognizer } from '../../speech/recognition/contract.ts';
import type { SpeechSpan, VoiceActivity } from '../../speech/voiceActivity.ts';

/** What checks are made with. */
export interface Ears {
  /** Best first. */
  recognizers: readonly SpeechRecognizer[];
  voiceActivity: VoiceActivity;
}

/** A recording and what it should be. */
export interface Checked {
  /** Mono, −1 to 1. */
  samples: Float32Array;
  sampleRateHz: number;
  document: SpeechDocument;
  language: string;
  parameters: SpeechParameters;
  /** When each word is heard, as the engine says; empty where it says nothing. */
  words: readonly WordTiming[];
}

/** With what every check of the sound wants to know. */
export interface Measured extends Checked {
  durationMs: number;
  /** Null where the detector could not run. */
  speech: readonly SpeechSpan[] | null;
}

/** A sentence's seconds. */
export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
