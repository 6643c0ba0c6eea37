import type { SampleCheck } from '../../../../shared/api/personalities.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import type { Heard } from './listened.ts';
import { type MusicTraits, musicTraits } from './music.ts';

/** Tuned on the first half of the bench's recordings: speech stays well below each of these. */
const BEAT = 0.13;
const HELD = 0.3;
const LASTING = 0.12;
const LASTING_IN_PAUSES = 0.02;
/** Tones in pauses that are 33 dB below the speech are hum, which the check of noise is for. */
const AUDIBLE_IN_PAUSES = 10 ** -3.3;

/** Whether music or tones are heard, alone or under the speech. */
export function judgeMusic(heard: Heard, speech: readonly SpeechSpan[]): SampleCheck {
  const traits = musicTraits(heard, speech);
  const found = isMusic(traits);
  return {
    name: 'music',
    state: found ? 'failed' : 'passed',
    value: Math.round(100 * Math.max(traits.lasting, traits.lastingInPauses)),
    unit: '% held tones',
    message: found
      ? 'Music or tones are heard: turn off what plays in the background, and record the voice alone.'
      : 'No music.',
  };
}

function isMusic({ beat, held, lasting, lastingInPauses, pauses }: MusicTraits): boolean {
  const inPauses =
    lastingInPauses >= LASTING_IN_PAUSES && lastingInPauses * 10 ** pauses >= AUDIBLE_IN_PAUSES;
  return beat >= BEAT || held >= HELD || lasting >= LASTING || inPauses;
}
