import type { Span } from '../plan/emphasise.ts';

/** Some of what an engine spoke, as soon as it is known. */
export interface Heard {
  /** Mono, −1…1. */
  samples: Float32Array;
  sampleRateHz: number;
  /**
   * When each token of the utterance is heard, from the utterance's beginning; null for one without sound. Given once,
   * with any piece, by engines that know it.
   */
  spans?: readonly Span[];
}
