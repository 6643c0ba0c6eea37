import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import { sileroSizes } from './model.ts';

export const SILERO_RATE_HZ = 16_000;
/** Samples the model judges at once. */
export const WINDOW = sileroSizes(SILERO_RATE_HZ).chunk;
const WINDOW_MS = (1000 * WINDOW) / SILERO_RATE_HZ;

/** Silero's own defaults (get_speech_timestamps). */
const SPEECH_FROM = 0.5;
const SILENCE_BELOW = 0.35;
const MIN_SILENCE_MS = 100;
const MIN_SPEECH_MS = 96;
const PAD_MS = 30;

/** Turns the probability of each window into stretches of speech, by two thresholds with a hold between. */
export function spansOf(probabilities: Float32Array, lengthMs: number): SpeechSpan[] {
  const found: SpeechSpan[] = [];
  let startMs: number | null = null;
  let quietSinceMs: number | null = null;
  const end = (endMs: number) => {
    if (startMs !== null && endMs - startMs >= MIN_SPEECH_MS) found.push({ startMs, endMs });
    startMs = null;
    quietSinceMs = null;
  };
  for (const [index, probability] of probabilities.entries()) {
    const atMs = index * WINDOW_MS;
    if (probability >= SPEECH_FROM) {
      startMs ??= atMs;
      quietSinceMs = null;
    } else if (startMs !== null && probability < SILENCE_BELOW) {
      quietSinceMs ??= atMs;
      if (atMs + WINDOW_MS - quietSinceMs >= MIN_SILENCE_MS) end(quietSinceMs);
    }
  }
  end(quietSinceMs ?? probabilities.length * WINDOW_MS);
  return found.map((span, index) => ({
    startMs: Math.max(span.startMs - PAD_MS, found[index - 1]?.endMs ?? 0),
    endMs: Math.min(span.endMs + PAD_MS, lengthMs),
  }));
}
