import type { VoiceActivity } from '../../server/speech/voiceActivity.ts';

const WINDOW_MS = 20;
const LOUD = 0.01;
const GAP_MS = 100;

/** Takes what is loud for speech: for sounds that no detector of voices would hear. */
export const LOUDNESS: VoiceActivity = {
  version: 'loudness',
  async speechSpans(samples, sampleRateHz) {
    const spans: { startMs: number; endMs: number }[] = [];
    const size = (WINDOW_MS * sampleRateHz) / 1000;
    for (let at = 0; at < samples.length; at += size) {
      const loud = samples.subarray(at, at + size).some((sample) => Math.abs(sample) > LOUD);
      if (!loud) continue;
      const startMs = (1000 * at) / sampleRateHz;
      const before = spans.at(-1);
      if (before && startMs - before.endMs < GAP_MS) before.endMs = startMs + WINDOW_MS;
      else spans.push({ startMs, endMs: startMs + WINDOW_MS });
    }
    return spans;
  },
  close: async () => undefined,
};
