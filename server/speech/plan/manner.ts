import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { type Manner, TEXT_EMPHASIS, TONE_SETTINGS } from '../../../shared/speech/tones.ts';

/** Speed, pitch, tone and emphasis of the whole text, together. */
export function mannerOf(parameters: SpeechParameters): Manner {
  const tone = TONE_SETTINGS[parameters.tone];
  const emphasis = TEXT_EMPHASIS[parameters.emphasis];
  return {
    speed: parameters.speed * tone.speed * emphasis.speed,
    pitch: Math.max(-12, Math.min(12, parameters.pitch + tone.pitch + emphasis.pitch)),
    liveliness: tone.liveliness * emphasis.liveliness,
    brightnessDb: tone.brightnessDb + emphasis.brightnessDb,
  };
}

/** How long an utterance may take: far more than it ever does, far less than anyone would wait. */
export function timeoutMsOf(characters: number): number {
  return 15_000 + 50 * characters;
}
