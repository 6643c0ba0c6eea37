import type { LineSource } from '../../../shared/calls/timeline.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { AdmittedCall } from '../contract.ts';
import type { SpokenLine } from './heardText.ts';

/** What was made of a text: the telephone's sound, and who speaks it. */
export interface SpokenSound {
  /** As it is said: without what is only for the eye. */
  text: string;
  /** µ-law at 8 kHz. */
  mulaw: Uint8Array;
  words: SpokenLine['words'];
  source: LineSource;
}

/** A voice that speaks on a call. */
export interface CallVoice {
  /** Null: there is nothing to be said. Throws what speech throws, and the signal's reason. */
  speak(text: string, signal: AbortSignal): Promise<SpokenSound | null>;
}

/** Finds the voice of a personality, and speaks in another where it cannot. */
export interface Voices {
  of(call: AdmittedCall, personality: ResolvedPersonality | null): CallVoice;
}
