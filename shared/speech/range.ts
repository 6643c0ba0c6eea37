import type { VoiceCapabilities } from '../api/voices.ts';
import type { SpeechParameters } from './parameters.ts';

/** Where speed and pitch stand when nobody set them. */
const NEUTRAL = { speed: 1, pitch: 0 } as const;

/** Why a voice cannot speak with this speed, pitch or tone, in a sentence; null: it can. What is neutral, every voice can. */
export function beyondRange(
  { name, capabilities }: { name: string; capabilities: Pick<VoiceCapabilities, 'speed' | 'pitch' | 'tone'> },
  asked: Partial<Pick<SpeechParameters, 'speed' | 'pitch' | 'tone'>>,
): string | null {
  if (capabilities.tone === 'none' && (asked.tone ?? 'neutral') !== 'neutral')
    return `${name} has no tones. Choose the neutral one.`;
  for (const what of ['speed', 'pitch'] as const) {
    const neutral = NEUTRAL[what];
    const value = asked[what] ?? neutral;
    const { support, min, max } = capabilities[what];
    if (value === neutral) continue;
    if (support === 'none') return `${name} has only one ${what}: leave it at ${neutral}.`;
    if (value < min || value > max) return `The ${what} of ${name} goes from ${min} to ${max}.`;
  }
  return null;
}
