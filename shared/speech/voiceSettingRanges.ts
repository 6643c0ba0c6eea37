/** A setting of an engine's own: its range, where it stands by itself, and what it does in words. */
export interface VoiceSettingRange {
  label: string;
  help: string;
  min: number;
  max: number;
  step: number;
  default: number;
}

/** Settings that only some engines have. Which of them a voice takes, its capabilities say. */
export const VOICE_SETTINGS = {
  stability: {
    label: 'Stability',
    help: 'Low is livelier and less predictable, high is steadier and flatter.',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.5,
  },
  similarityBoost: {
    label: 'Similarity',
    help: 'How closely it keeps to the samples, their noise included.',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.75,
  },
  style: {
    label: 'Style',
    help: 'How far the manner of the samples is exaggerated.',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
  },
  speakerBoost: {
    label: 'Speaker boost',
    help: '1 brings it nearer to the speaker, at the price of time.',
    min: 0,
    max: 1,
    step: 1,
    default: 1,
  },
  temperature: {
    label: 'Temperature',
    help: 'How freely it varies.',
    min: 0.05,
    max: 1,
    step: 0.05,
    default: 0.75,
  },
  lengthPenalty: {
    label: 'Length penalty',
    help: 'Above 1 it tends to shorter speech.',
    min: 0.5,
    max: 2,
    step: 0.1,
    default: 1,
  },
  repetitionPenalty: {
    label: 'Repetition penalty',
    help: 'Keeps it from stuttering; too high makes it mumble.',
    min: 1,
    max: 15,
    step: 0.5,
    default: 5,
  },
  topK: {
    label: 'Top k',
    help: 'How many continuations it chooses from.',
    min: 1,
    max: 100,
    step: 1,
    default: 50,
  },
  topP: {
    label: 'Top p',
    help: 'How much of the likely continuations it chooses from.',
    min: 0.05,
    max: 1,
    step: 0.05,
    default: 0.85,
  },
  noise: {
    label: 'Variation',
    help: 'How much the sound of a voice varies.',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.667,
  },
  noiseWidth: {
    label: 'Rhythm',
    help: 'How much the length of its sounds varies.',
    min: 0,
    max: 1.5,
    step: 0.01,
    default: 0.8,
  },
} as const satisfies Record<string, VoiceSettingRange>;
export type VoiceSettingName = keyof typeof VOICE_SETTINGS;
export const VOICE_SETTING_NAMES = Object.keys(VOICE_SETTINGS) as [VoiceSettingName, ...VoiceSettingName[]];
