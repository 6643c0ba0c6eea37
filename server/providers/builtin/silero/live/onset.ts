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

/** The model goes on believing for a while behind the last sound: where that was is told by its level, so finely. */
const BLOCK_SAMPLES = 64;
/** At most so far before the chunk that the model believes no more: a soft word at the end is one. */
const MOST_BACK_SAMPLES = 1_280;
/** Of the loudest that was said lately, in power: 35 dB; an “s” on a telephone is as quiet. */
const AUDIBLE_OF_LOUDEST = 10 ** -3.5;
/** Above what the line sounds like while nobody speaks, in power: 6 dB. */
const AUDIBLE_OVER_NOISE = 4;
/** What is left of the loudest, and of what is remembered of the noise, after each block: half in 0.7 s. */
const FORGETS = 0.5 ** (BLOCK_SAMPLES / (0.7 * RATE_HZ));

/** What one line's judge remembers. All counts are in samples from the beginning of the line. */
export interface OnsetState {
  speaking: boolean;
  /** Where the doubtful chunk before began; −1: there was none. */
  doubtfulFrom: number;
  /** Where the silence began that may end the speech; −1: there is none. */
  quietFrom: number;
  /** Where the last block ended that was loud enough to be speech. */
  audibleTo: number;
  /** Power of the loudest block lately, and of the line while nobody speaks. */
  loudest: number;
  noise: number;
}

export const newOnset = (): OnsetState => ({
  speaking: false,
  doubtfulFrom: -1,
  quietFrom: -1,
  audibleTo: 0,
  loudest: 0,
  noise: 0,
});

/**
 * What the chunk that begins at `from` changes: the sample at which speech began or ended, or null.
 *
 * @param chunk its sound, −1 to 1
 */
export function judgeChunk(
  state: OnsetState,
  probability: number,
  from: number,
  chunk: Float32Array,
): { speech: 'start' | 'end'; atSample: number } | null {
  listenToLevel(state, probability, from, chunk);
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
  const earliest = state.quietFrom - MOST_BACK_SAMPLES;
  return { speech: 'end', atSample: Math.min(state.quietFrom, Math.max(earliest, state.audibleTo)) };
}

function listenToLevel(state: OnsetState, probability: number, from: number, chunk: Float32Array): void {
  for (let at = 0; at < chunk.length; at += BLOCK_SAMPLES) {
    let power = 0;
    for (let i = at; i < at + BLOCK_SAMPLES; i++) power += chunk[i]! ** 2;
    if (!state.speaking && probability < SILENCE_BELOW)
      state.noise = FORGETS * state.noise + (1 - FORGETS) * power;
    state.loudest = Math.max(power, FORGETS * state.loudest);
    if (power > Math.max(AUDIBLE_OF_LOUDEST * state.loudest, AUDIBLE_OVER_NOISE * state.noise))
      state.audibleTo = from + at + BLOCK_SAMPLES;
  }
}

export const msOf = (samples: number) => (samples * 1000) / RATE_HZ;
