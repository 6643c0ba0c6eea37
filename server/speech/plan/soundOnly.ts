import { fadeIn, fadeOut } from '../../audio/join.ts';
import { soundBounds } from '../../audio/trim.ts';

/** Below the loudest sample by this much it counts as silence. */
const SILENCE_BELOW_DB = 36;
/** Left on each side, faded, so that no consonant is cut hard. */
const KEEP_MS = 12;

/** Cuts an utterance to what is heard of it, so that the pauses around it are exactly the ones put there. */
export function soundOnly(
  samples: Float32Array,
  rateHz: number,
): { samples: Float32Array; removedMs: number } {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const level = Math.abs(samples[i]!);
    if (level > peak) peak = level;
  }
  if (peak === 0) return { samples: new Float32Array(0), removedMs: 0 };
  const { start, end } = soundBounds(samples, 20 * Math.log10(peak) - SILENCE_BELOW_DB);
  const keep = Math.round((KEEP_MS * rateHz) / 1000);
  const from = Math.max(0, start - keep);
  const cut = samples.slice(from, end + keep);
  fadeIn(cut, keep);
  fadeOut(cut, keep);
  return { samples: cut, removedMs: (from * 1000) / rateHz };
}
