import { amplitudeOf } from './decibels.ts';
import { limit } from './limiter.ts';
import { integratedLoudness } from './loudness.ts';
import { floatToInt16, int16ToFloat } from './pcm16.ts';
import { truePeakDbtp } from './truePeak.ts';

const TOLERANCE_LU = 0.1;
/** Gain beyond the plain difference that may be spent on what the limiter eats; more only distorts. */
const MAX_MAKEUP_DB = 12;
const MAX_ROUNDS = 8;
/** Rounding to 16 bits and the moving gain may lift a peak by a few hundredths. */
const MARGIN_DB = 0.05;

/** A signal in 16 bits, and what these very samples measure. */
export interface Levelled {
  samples: Int16Array;
  /** Null for silence. */
  loudnessLufs: number | null;
  /** Null for silence. */
  truePeakDbtp: number | null;
}

/**
 * Brings a mono signal to `targetLufs` (BS.1770) with no true peak above `ceilingDbtp`. Where the limiter eats
 * level, the gain is raised until the target is met within 0.1 LU or 12 dB are spent: the ceiling goes before the target.
 * Silence stays silent.
 */
export function normalizeLoudness(
  samples: Float32Array,
  rateHz: number,
  targetLufs: number,
  ceilingDbtp: number,
): Levelled {
  const loudness = integratedLoudness(samples, rateHz);
  if (loudness === null) return limitPeaks(samples, rateHz, ceilingDbtp);
  const plainDb = targetLufs - loudness;
  let gainDb = plainDb;
  let ceilingDb = ceilingDbtp - MARGIN_DB;
  let last: { gainDb: number; missingLu: number } | undefined;
  for (let round = 1; ; round++) {
    const out = levelled(limit(samples, rateHz, amplitudeOf(gainDb), ceilingDb), rateHz);
    const excessDb = (out.truePeakDbtp ?? ceilingDbtp) - (ceilingDbtp - MARGIN_DB / 2);
    const missingLu = targetLufs - (out.loudnessLufs ?? targetLufs);
    const spent = gainDb >= plainDb + MAX_MAKEUP_DB;
    const met = excessDb <= 0 && (Math.abs(missingLu) <= TOLERANCE_LU || (missingLu > 0 && spent));
    if (met || round === MAX_ROUNDS) return out;
    if (excessDb > 0) ceilingDb -= excessDb;
    const next = gainDb + missingLu / slope(last, { gainDb, missingLu });
    last = { gainDb, missingLu };
    gainDb = Math.min(next, plainDb + MAX_MAKEUP_DB);
  }
}

/** How much of a dB of gain comes out as loudness, by the last two rounds: the more is limited, the less. */
function slope(
  last: { gainDb: number; missingLu: number } | undefined,
  now: { gainDb: number; missingLu: number },
): number {
  if (!last || now.gainDb === last.gainDb) return 1;
  const measured = (last.missingLu - now.missingLu) / (now.gainDb - last.gainDb);
  return Math.min(1, Math.max(0.25, measured));
}

/** Leaves the level and only holds true peaks at the ceiling. */
export function limitPeaks(samples: Float32Array, rateHz: number, ceilingDbtp: number): Levelled {
  return levelled(limit(samples, rateHz, 1, ceilingDbtp), rateHz);
}

function levelled(signal: Float32Array, rateHz: number): Levelled {
  const samples = floatToInt16(signal);
  const heard = int16ToFloat(samples);
  return {
    samples,
    loudnessLufs: integratedLoudness(heard, rateHz),
    truePeakDbtp: truePeakDbtp(heard),
  };
}
