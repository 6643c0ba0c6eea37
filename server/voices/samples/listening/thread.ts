import type { SampleCheck } from '../../../../shared/api/personalities.ts';
import { pitchTrack } from '../../../audio/fundamental.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import { judgeMusic } from './judgeMusic.ts';
import { judgeSpeakers } from './judgeSpeakers.ts';
import { LISTENING_RATE_HZ } from './listened.ts';
import { judgeSpeech } from './speech.ts';

/** A recording at LISTENING_RATE_HZ and where somebody speaks in it. */
export interface ToJudge {
  samples: Float32Array;
  speech: SpeechSpan[];
  durationMs: number;
}

/** Judges one recording. */
export default function run({ samples, speech, durationMs }: ToJudge): SampleCheck[] {
  const heard = {
    samples,
    sampleRateHz: LISTENING_RATE_HZ,
    pitch: pitchTrack(samples, LISTENING_RATE_HZ),
  } as const;
  return [judgeSpeech(speech, durationMs), judgeSpeakers(heard, speech), judgeMusic(heard, speech)];
}
