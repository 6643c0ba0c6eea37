import type { Tone } from '../../../shared/speech/vocabulary.ts';

/** Azure's styles for our tones, the nearest first. */
const STYLES: Record<Exclude<Tone, 'neutral'>, readonly string[]> = {
  warm: ['gentle', 'affectionate', 'empathetic'],
  friendly: ['friendly', 'cheerful', 'chat'],
  calm: ['calm', 'gentle', 'relieved'],
  energetic: ['excited', 'cheerful', 'lyrical'],
  serious: ['serious', 'newscast-formal', 'newscast'],
  professional: ['narration-professional', 'customerservice', 'assistant', 'newscast-formal'],
};

/** The style that a voice with these styles speaks a tone in; undefined where it has none that is near. */
export function styleFor(tone: Tone, styles: readonly string[]): string | undefined {
  if (tone === 'neutral') return undefined;
  return STYLES[tone].find((style) => styles.includes(style));
}
