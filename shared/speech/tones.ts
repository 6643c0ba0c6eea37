import type { EmphasisLevel, Tone } from './parameters.ts';

/** What a preset moves, on top of the parameters given beside it. */
export interface Manner {
  /** Factor on the speaking rate. */
  speed: number;
  /** Semitones. */
  pitch: number;
  /** Factor on how far the melody swings around its middle. */
  liveliness: number;
  /** Tilt of the spectrum in dB: positive is brighter, negative is darker. */
  brightnessDb: number;
}

/** The tones, as an engine without tones of its own makes them. */
export const TONE_SETTINGS: Record<Tone, Manner> = {
  neutral: { speed: 1, pitch: 0, liveliness: 1, brightnessDb: 0 },
  warm: { speed: 0.95, pitch: -1, liveliness: 1.1, brightnessDb: -6 },
  friendly: { speed: 1.04, pitch: 1, liveliness: 1.35, brightnessDb: 1 },
  calm: { speed: 0.85, pitch: -0.5, liveliness: 0.7, brightnessDb: -2 },
  energetic: { speed: 1.15, pitch: 2, liveliness: 1.6, brightnessDb: 3 },
  serious: { speed: 0.92, pitch: -2, liveliness: 0.65, brightnessDb: -1 },
  professional: { speed: 1.02, pitch: -0.5, liveliness: 0.9, brightnessDb: 2 },
};

/** What emphasis of the whole text moves. */
export const TEXT_EMPHASIS: Record<EmphasisLevel, Manner> = {
  reduced: { speed: 1.05, pitch: -0.5, liveliness: 0.65, brightnessDb: -1 },
  none: { speed: 1, pitch: 0, liveliness: 1, brightnessDb: 0 },
  moderate: { speed: 0.94, pitch: 0.5, liveliness: 1.3, brightnessDb: 1 },
  strong: { speed: 0.88, pitch: 1, liveliness: 1.6, brightnessDb: 2 },
};

/** What `<emphasis>` does to its words against their surroundings: longer, louder, higher. */
export const WORD_EMPHASIS: Record<EmphasisLevel, { length: number; gainDb: number; pitch: number }> = {
  reduced: { length: 0.9, gainDb: -3, pitch: -1 },
  none: { length: 1, gainDb: 0, pitch: 0 },
  moderate: { length: 1.15, gainDb: 3, pitch: 1 },
  strong: { length: 1.3, gainDb: 5, pitch: 2 },
};
