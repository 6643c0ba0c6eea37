// Without zod: the web app reads these, and its content security policy forbids the code that zod compiles.

/** Tone presets: each moves speed, pitch, liveliness and brightness together. */
export const TONES = ['neutral', 'warm', 'friendly', 'calm', 'energetic', 'serious', 'professional'] as const;
export type Tone = (typeof TONES)[number];

/** SSML's levels of emphasis; as a parameter it sets how strongly the whole text is stressed. */
export const EMPHASIS_LEVELS = ['reduced', 'none', 'moderate', 'strong'] as const;
export type EmphasisLevel = (typeof EMPHASIS_LEVELS)[number];

/** The longest script, in characters after trimming. */
export const MAX_SCRIPT_CHARACTERS = 20_000;
/** The longest text of one request to the speech endpoints (OpenAI's limit). */
export const MAX_SPEECH_CHARACTERS = 4096;
/** Words a minute of an average voice at speed 1: what estimates are made with. */
export const WORDS_PER_MINUTE = 165;

/** Formats a master is rendered to, with their media types. */
export const AUDIO_FORMATS = { wav: 'audio/wav', mp3: 'audio/mpeg', opus: 'audio/ogg' } as const;
export type AudioFormat = keyof typeof AUDIO_FORMATS;
