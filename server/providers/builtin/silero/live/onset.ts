import { sileroSizes } from '../model.ts';

/** Of a telephone line. */
export const RATE_HZ = 8_000;
/** The model judges so many samples at once. */
export const CHUNK_SAMPLES = sileroSizes(RATE_HZ).chunk;

/** Silero's own thresholds, with a hold between. */
const SPEECH_FROM = 0.5;
/** A single chunk is believed from here on; less sure ones need another behind them. */
const SURE_FROM = 0.8;
const SILENCE_BELOW = 0.35;
/** Silence within words is shorter. Counted in samples, so that a busy machine makes no turn longer. */
const HANG_OVER_SAMPLES = 960;

/** What one line's judge remembers. All counts are in samples from the beginning of the line. */
export interface OnsetState {
  speaking: boolean;
  /** Where the doubtful chunk before began; −1: there was none. */
  doubtfulFrom: number;
  /** Where the silence began that may end the speech; −1: there is none. */
  quietFrom: number;
}

export const newOnset = (): OnsetState => ({ speaking: false, doubtfulFrom: -1, quietFrom: -1 });

/** What the chunk that begins at `from` changes: the sample at which speech began or ended, or null. */
export function judgeChunk(
  state: OnsetState,
  probability: number,
  from: number,
): { speech: 'start' | 'end'; atSample: number } | null {
  if (!state.speaking) {
    const before = state.doubtfulFrom;
    state.doubtfulFrom = probability >= SPEECH_FROM ? from : -1;
    if (probability < SURE_FROM && (probability < SPEECH_FROM || before < 0)) return null;
    state.speaking = true;
    state.doubtfulFrom = -1;
    state.quietFrom = -1;
    return { speech: 'start', atSample: before < 0 ? from : before };
  }
  if (probability >= SPEECH_FROM) state.quietFrom = -1;
  else if (probability < SILENCE_BELOW && state.quietFrom < 0) state.quietFrom = from;
  if (state.quietFrom < 0 || from + CHUNK_SAMPLES - state.quietFrom < HANG_OVER_SAMPLES) return null;
  state.speaking = false;
  return { speech: 'end', atSample: state.quietFrom };
}

export const msOf = (samples: number) => (samples * 1000) / RATE_HZ;
