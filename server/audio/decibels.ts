/** Amplitude factor of a level in dB: 10^(dB/20). */
export function amplitudeOf(db: number): number {
  return 10 ** (db / 20);
}

/** Level in dB of an amplitude; −Infinity for 0. */
export function decibelsOf(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

/** Root mean square in dBFS (a full-scale sine is −3.01); −Infinity for silence and for no samples. */
export function rmsDb(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return sum === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(sum / samples.length);
}
