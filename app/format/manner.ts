/** A factor on the speaking rate: `1.2×`. */
export const speedInWords = (speed: number): string => `${speed.toFixed(2).replace(/0$/, '')}×`;

/** Steps of pitch: `+2 st`. */
export const semitones = (pitch: number): string =>
  pitch === 0 ? '0' : `${pitch > 0 ? '+' : '−'}${Math.abs(pitch)} st`;
