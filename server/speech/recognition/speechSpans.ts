import { int16ToFloat } from '../../audio/pcm16.ts';
import type { SpeechSpan, VoiceActivity } from '../voiceActivity.ts';
import { HEARING_RATE_HZ, type Recording } from './contract.ts';

/** So much is looked at once: the detector holds what it is given as wide numbers. */
const BLOCK_MS = 120_000;
/** The detector needs a moment to find in. */
const LEAD_MS = 1_000;
/** Closer than this, two spans are one that was cut at the border of blocks. */
const SAME_SPAN_MS = 100;

/** When somebody speaks in a recording, in order. Throws what the detector throws. */
export async function speechSpans(
  detector: VoiceActivity,
  { samples, durationMs }: Recording,
  signal: AbortSignal,
): Promise<SpeechSpan[]> {
  const spans: SpeechSpan[] = [];
  const at = (ms: number) => Math.round((ms * HEARING_RATE_HZ) / 1000);
  for (let fromMs = 0; fromMs < durationMs; fromMs += BLOCK_MS) {
    const beginMs = Math.max(0, fromMs - LEAD_MS);
    const block = int16ToFloat(samples.subarray(at(beginMs), at(fromMs + BLOCK_MS)));
    for (const found of await detector.speechSpans(block, HEARING_RATE_HZ, { signal })) {
      const startMs = Math.max(fromMs, beginMs + found.startMs);
      const endMs = beginMs + found.endMs;
      if (endMs <= fromMs) continue;
      const before = spans.at(-1);
      if (before && startMs - before.endMs < SAME_SPAN_MS) before.endMs = Math.max(before.endMs, endMs);
      else spans.push({ startMs, endMs });
    }
  }
  return spans;
}
