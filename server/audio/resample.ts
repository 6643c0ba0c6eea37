/** Zero crossings of the sinc on each side: with the Kaiser window below, about 80 dB of rejection. */
const ZERO_CROSSINGS = 24;
const KAISER_BETA = 8;
/** Share of the narrower band that passes; the rest is the filter's slope. */
const PASS_SHARE = 0.94;

/**
 * Samples at another rate. The length is round(length · toHz / fromHz) and sample 0 stays at time 0 (no delay).
 * Throws RangeError for rates that are not positive whole numbers.
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  for (const rate of [fromHz, toHz]) {
    if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`${rate} is not a sample rate.`);
  }
  return fromHz === toHz ? samples.slice() : resampleByRatio(samples, toHz, fromHz);
}

/** How many samples on each side of an instant, at the old rate, the new sample there is made of. */
export function reachOf(fromHz: number, toHz: number): number {
  return Math.ceil(ZERO_CROSSINGS / (PASS_SHARE * Math.min(1, toHz / fromHz))) + 2;
}

/**
 * `up` samples for every `down` samples, both whole numbers: polyphase form of a Kaiser-windowed sinc
 * (Crochiere & Rabiner, Multirate Digital Signal Processing, 1983). Each phase sums to one, so a constant stays itself.
 */
export function resampleByRatio(samples: Float32Array, up: number, down: number): Float32Array {
  const divisor = gcd(up, down);
  const phases = up / divisor;
  const step = down / divisor;
  const { taps, table } = polyphaseTable(phases, step);
  const before = taps / 2 - 1;
  const out = new Float32Array(Math.round((samples.length * phases) / step));
  let base = 0;
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const start = base - before;
    const row = phase * taps;
    out[i] =
      start >= 0 && start + taps <= samples.length
        ? dot(samples, start, table, row, taps)
        : dotWithin(samples, start, table, row, taps);
    phase += step;
    base += Math.floor(phase / phases);
    phase %= phases;
  }
  return out;
}

/** `taps` is a multiple of four. Four sums: one would make every product wait for the addition before it. */
function dot(samples: Float32Array, start: number, table: Float64Array, row: number, taps: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < taps; k += 4) {
    a += samples[start + k]! * table[row + k]!;
    b += samples[start + k + 1]! * table[row + k + 1]!;
    c += samples[start + k + 2]! * table[row + k + 2]!;
    d += samples[start + k + 3]! * table[row + k + 3]!;
  }
  return a + b + (c + d);
}

/** The same at the ends of the signal, beyond which there is silence. */
function dotWithin(
  samples: Float32Array,
  start: number,
  table: Float64Array,
  row: number,
  taps: number,
): number {
  let sum = 0;
  for (let k = Math.max(0, -start); k < Math.min(taps, samples.length - start); k++)
    sum += samples[start + k]! * table[row + k]!;
  return sum;
}

interface Table {
  taps: number;
  table: Float64Array;
}

/** Sound that comes piece by piece asks for the same table each time. */
const tables = new Map<string, Table>();
const MOST_TABLES = 16;

function polyphaseTable(phases: number, step: number): Table {
  const key = `${phases}/${step}`;
  const known = tables.get(key);
  if (known) return known;
  const made = makeTable(phases, step);
  if (tables.size >= MOST_TABLES) tables.clear();
  tables.set(key, made);
  return made;
}

/** Row p holds the filter for an output sample that lies p/phases after an input sample. */
function makeTable(phases: number, step: number): Table {
  // Going down, the filter narrows to the new band and grows by as much.
  const cutoff = PASS_SHARE * Math.min(1, phases / step);
  const halfWidth = ZERO_CROSSINGS / cutoff;
  const taps = 4 * Math.ceil(halfWidth / 2);
  const table = new Float64Array(phases * taps);
  for (let p = 0; p < phases; p++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - (taps / 2 - 1) - p / phases;
      const value = sinc(cutoff * distance) * kaiser(distance / halfWidth);
      table[p * taps + k] = value;
      sum += value;
    }
    for (let k = 0; k < taps; k++) table[p * taps + k]! /= sum;
  }
  return { taps, table };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser window at −1…1, zero outside. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
