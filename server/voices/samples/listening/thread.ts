import type { SampleCheck } from '../../../../shared/api/personalities.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import { NOT_LISTENED_TO } from '../listener.ts';
import { judgeSpeech } from './speech.ts';

/** A recording at LISTENING_RATE_HZ and where somebody speaks in it. */
export interface ToJudge {
  samples: Float32Array;
  speech: SpeechSpan[];
  durationMs: number;
}

/** Judges one recording. */
export default function run({ speech, durationMs }: ToJudge): SampleCheck[] {
  return [judgeSpeech(speech, durationMs), ...NOT_LISTENED_TO.filter(({ name }) => name !== 'speech')];
}
