import { concatenate, silence } from '../../audio/join.ts';
import { resample } from '../../audio/resample.ts';
import type { VoiceSample } from '../contract.ts';

const PAUSE_MS = 200;

/** Samples one behind the other at one rate, with a short pause between them. */
export function oneRecording(
  samples: readonly Pick<VoiceSample, 'samples' | 'sampleRateHz'>[],
  rateHz: number,
): Float32Array {
  const pieces = samples.flatMap(({ samples: sound, sampleRateHz }, index) => [
    ...(index > 0 ? [silence(PAUSE_MS, rateHz)] : []),
    sampleRateHz === rateHz ? sound : resample(sound, sampleRateHz, rateHz),
  ]);
  return concatenate(pieces, rateHz);
}
