const FRAME_MS = 30;
/** Must reach over half a period of a deep voice (60 Hz) to each side. */
const SEARCH_MS = 9;
/** The coarse search looks at every fourth sample and shift; a fine one follows around its best. */
const COARSE = 4;

/**
 * Makes speech `factor` times as long (0.25–4) at the same pitch. The length is round(length · factor).
 * WSOLA: Verhelst & Roelands, "An overlap-add technique based on waveform similarity", ICASSP 1993.
 * Throws RangeError for a factor outside the range.
 */
export function stretch(samples: Float32Array, rateHz: number, factor: number): Float32Array {
  if (!(factor >= 0.25 && factor <= 4))
    throw new RangeError(`Cannot stretch by ${factor}, only by 0.25 to 4.`);
  if (factor === 1) return samples.slice();
  const hop = Math.max(COARSE, Math.round((FRAME_MS * rateHz) / 2000));
  const search = Math.max(COARSE, Math.round((SEARCH_MS * rateHz) / 1000));
  const window = hann(2 * hop);
  const pad = 2 * hop + search;
  const source = new Float32Array(samples.length + 2 * pad + 2 * hop);
  source.set(samples, pad);
  const length = Math.round(samples.length * factor);
  const frames = Math.ceil(length / hop) + 1;
  const out = new Float32Array((frames + 1) * hop);
  let previous = pad - hop;
  // Frame k lies around output sample k·hop, which belongs to input sample k·hop/factor.
  for (let k = 0; k < frames; k++) {
    const nominal = Math.min(pad + samples.length, pad + Math.round((k * hop) / factor)) - hop;
    const start = k === 0 ? nominal : nominal + bestShift(source, nominal, previous + hop, hop, search);
    const at = k * hop;
    for (let i = 0; i < 2 * hop; i++) out[at + i]! += source[start + i]! * window[i]!;
    previous = start;
  }
  return out.slice(hop, hop + length);
}

/** The shift in ±search whose frame continues most like the one played before would have. */
function bestShift(source: Float32Array, nominal: number, goal: number, hop: number, search: number): number {
  const end = Math.min(2 * hop, source.length - goal);
  const natural = goal - nominal;
  // What follows anyway is a perfect match: no search where the input runs on at its own pace.
  if (natural >= -1 && natural <= 1) return natural;
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let shift = -search; shift <= search; shift += COARSE) {
    const score = similarity(source, nominal + shift, goal, end, COARSE);
    if (score > bestScore) {
      bestScore = score;
      best = shift;
    }
  }
  const coarse = best;
  bestScore = Number.NEGATIVE_INFINITY;
  const last = Math.min(search, coarse + COARSE - 1);
  for (let shift = Math.max(-search, coarse - COARSE + 1); shift <= last; shift++) {
    const score = similarity(source, nominal + shift, goal, end, 1);
    if (score > bestScore) {
      bestScore = score;
      best = shift;
    }
  }
  return best;
}

/** Cross-correlation, normalised by the candidate's energy so that loud neighbours do not win by loudness. */
function similarity(source: Float32Array, a: number, b: number, length: number, stride: number): number {
  let product = 0;
  let energy = 1e-9;
  for (let i = 0; i < length; i += stride) {
    const x = source[a + i]!;
    product += x * source[b + i]!;
    energy += x * x;
  }
  return product / Math.sqrt(energy);
}

/** Periodic Hann window: halves overlapping by half add up to one. */
function hann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
}
