import { z } from 'zod';

/** Tone presets: each moves speed, pitch, liveliness and brightness together. */
export const TONES = ['neutral', 'warm', 'friendly', 'calm', 'energetic', 'serious', 'professional'] as const;
export type Tone = (typeof TONES)[number];

/** SSML's levels of emphasis; as a parameter it sets how strongly the whole text is stressed. */
export const EMPHASIS_LEVELS = ['reduced', 'none', 'moderate', 'strong'] as const;
export type EmphasisLevel = (typeof EMPHASIS_LEVELS)[number];

/** How a text is spoken. Every field has a neutral default; an engine that cannot do one refuses it. */
export const SpeechParameters = z
  .object({
    speed: z.number().min(0.25).max(4).default(1).describe('Factor on the speaking rate; 2 is twice as fast'),
    pitch: z.number().min(-12).max(12).default(0).describe('Semitones up or down'),
    tone: z.enum(TONES).default('neutral').describe('Preset of speed, pitch, liveliness and brightness'),
    emphasis: z.enum(EMPHASIS_LEVELS).default('none').describe('How strongly the whole text is stressed'),
    sentencePauseMs: z
      .number()
      .int()
      .min(0)
      .max(5000)
      .optional()
      .describe('Pause between sentences; the voice decides when absent'),
    paragraphPauseMs: z.number().int().min(0).max(10000).optional().describe('Pause between paragraphs'),
    loudnessLufs: z
      .number()
      .min(-31)
      .max(-9)
      .nullable()
      .default(-16)
      .describe('Target of loudness normalisation; null leaves the level'),
  })
  .strict();
export type SpeechParameters = z.infer<typeof SpeechParameters>;
/** Parameters as a caller writes them: every field may be left out. */
export type SpeechParametersInput = z.input<typeof SpeechParameters>;

/** The longest script, in characters after trimming. */
export const MAX_SCRIPT_CHARACTERS = 20_000;
/** The longest text of one request to the speech endpoints (OpenAI's limit). */
export const MAX_SPEECH_CHARACTERS = 4096;
/** Words a minute of an average voice at speed 1: what estimates are made with. */
export const WORDS_PER_MINUTE = 165;

/** Formats a master is rendered to, with their media types. */
export const AUDIO_FORMATS = { wav: 'audio/wav', mp3: 'audio/mpeg', opus: 'audio/ogg' } as const;
export type AudioFormat = keyof typeof AUDIO_FORMATS;
