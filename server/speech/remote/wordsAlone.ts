import type { VoiceCapabilities } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/vocabulary.ts';

/** What a voice can do whose engine takes words and nothing else: the rest is done to its sound. */
export const WORDS_ALONE: VoiceCapabilities = {
  streaming: true,
  wordTimings: false,
  speed: { support: 'processed', min: 0.25, max: 4 },
  pitch: { support: 'processed', min: -12, max: 12 },
  tone: 'processed',
  emphasis: 'none',
  breaks: 'processed',
  phonemes: [],
  sayAs: [...SAY_AS],
  maxCharacters: MAX_SCRIPT_CHARACTERS,
  settings: [],
};
