import type { Place, Spotted } from '../../../server/simulator/hearing/spotting.ts';

/** What the spotter's process is asked. */
export interface SpotRequest {
  /** At the recogniser's own rate. */
  samples: Float32Array;
  sentences: readonly (readonly string[])[];
  place: Place;
  /** CMU phones of each word by a lexicon beside the recogniser's. */
  pronunciations: Readonly<Record<string, readonly string[]>>;
}

export type SpotReply = Spotted | null;
