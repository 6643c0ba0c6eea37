/** The recogniser's own sampling rate. Nothing above 3.7 kHz is looked at. */
export const RECOGNIZER_RATE_HZ = 16_000;

export type RecognizerLanguage = 'en' | 'fr';

/** What may be said. */
export interface SpokenGrammar {
  /** JSpeech Grammar Format 1.0, words by their names (grammar.ts). */
  jsgf: string;
  /** Its words as the dictionary spells them. */
  words: readonly string[];
  /** What may be said next in a conversation, not a choice among phrases. */
  conversation: boolean;
  /** Short words that are none of it may be heard as such (`isOther`). */
  others: boolean;
}

/** What the recogniser's process is asked. */
export interface RecognizerRequest {
  language: RecognizerLanguage;
  samples: Float32Array;
  /**
   * Follow a text, find out what of a grammar is said, or `look` which words the dictionary has not; words as the
   * dictionary spells them.
   */
  task: { follow: readonly string[] } | { look: readonly string[] } | SpokenGrammar;
  /** Phones of words that the dictionary may not have. */
  pronunciations: Readonly<Record<string, readonly string[]>>;
}

/** A word or a stray sound by its name in the dictionary; `score` from 0 to 1. */
export interface RecognizedPiece {
  name: string;
  startMs: number;
  endMs: number;
  score: number;
}

/**
 * What it answers: words without phones, or what was heard, how surely, and how each expected word sounds. Confidence
 * is 0 where nothing of the grammar was said.
 */
export type RecognizerReply =
  | { unknown: string[] }
  | { pieces: RecognizedPiece[]; confidence: number; phones: Record<string, string[]> };

/** A stream of the recogniser: each utterance is one of the grammar's, or none. */
export interface StreamOpening {
  language: RecognizerLanguage;
  grammar: SpokenGrammar;
  /** Phones of words that the dictionary may not have. */
  pronunciations: Readonly<Record<string, readonly string[]>>;
}
