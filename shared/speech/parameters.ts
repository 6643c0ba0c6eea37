import { z } from 'zod';
import { EMPHASIS_LEVELS, TONES } from './vocabulary.ts';
import { VoiceSettings } from './voiceSettings.ts';

export * from './vocabulary.ts';

export const Speed = z.number().min(0.25).max(4).describe('Factor on the speaking rate; 2 is twice as fast');
export const ToneName = z.enum(TONES).describe('Preset of speed, pitch, liveliness and brightness');
export const Pitch = z.number().min(-12).max(12).describe('Semitones up or down');

/** How a text is spoken. Every field has a neutral default; an engine that cannot do one refuses it. */
export const SpeechParameters = z
  .object({
    speed: Speed.default(1),
    pitch: Pitch.default(0),
    tone: ToneName.default('neutral'),
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
    settings: VoiceSettings.optional(),
  })
  .strict();
export type SpeechParameters = z.infer<typeof SpeechParameters>;
/** Parameters as a caller writes them: every field may be left out. */
export type SpeechParametersInput = z.input<typeof SpeechParameters>;
