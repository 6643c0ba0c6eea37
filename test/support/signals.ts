/** A sine of full or given amplitude, starting at phase 0. */
export function sine(hz: number, seconds: number, rateHz: number, amplitude = 1): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rateHz) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rateHz),
  );
}

/** Noise between −1 and 1, the same for the same seed (mulberry32). */
export function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/**
 * Something close to speech that needs no engine: a buzz with gliding pitch around `f0Hz`, a falling spectrum,
 * syllables of a quarter second, a pause every two seconds, some breath.
 */
export function voice(f0Hz: number, seconds: number, rateHz: number, amplitude = 0.25): Float32Array {
  const length = Math.round(seconds * rateHz);
  const breath = noise(length, Math.round(f0Hz));
  const out = new Float32Array(length);
  const harmonics = Math.max(1, Math.floor(Math.min(2500, rateHz * 0.45) / (f0Hz * 1.1)));
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const t = i / rateHz;
    phase += (2 * Math.PI * f0Hz * (1 + 0.04 * Math.sin(2 * Math.PI * 0.7 * t))) / rateHz;
    let buzz = 0;
    for (let h = 1; h <= harmonics; h++) buzz += Math.sin(h * phase + h * h) / h;
    const syllable = t % 2 > 1.7 ? 0 : 0.15 + Math.sin(Math.PI * ((4 * t) % 1)) ** 2;
    out[i] = amplitude * syllable * (buzz + 0.02 * breath[i]!);
  }
  return out;
}

/** Pearson correlation of two signals over their common length. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const length = Math.min(a.length, b.length);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb);
}
