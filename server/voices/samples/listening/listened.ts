/** The sampling rate that listening works at: nothing above 8 kHz helps it. */
export const LISTENING_RATE_HZ = 16_000;

/** A recording at LISTENING_RATE_HZ, with its pitch as `pitchTrack` finds it. */
export interface Heard {
  samples: Float32Array;
  sampleRateHz: typeof LISTENING_RATE_HZ;
  pitch: readonly (number | null)[];
}
