import type { SampleCheck } from '../../../../shared/api/personalities.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import type { Heard } from './listened.ts';
import { type SpeakerTraits, speakerTraits } from './speakers.ts';

/** Tuned on the first half of the bench's recordings, where one speaker stays below 0.83 and two who take turns are above 1.05. */
const SEVERAL_UNLIKE = 0.93;
/** Tuned in the same way: one speaker stays below 0.14. */
const SEVERAL_AT_ONCE = 0.15;

/** Whether one person speaks, and nobody else. */
export function judgeSpeakers(heard: Heard, speech: readonly SpeechSpan[]): SampleCheck {
  const traits = speakerTraits(heard, speech);
  if (!traits)
    return {
      name: 'speakers',
      state: 'not-checked',
      value: null,
      unit: '',
      message: 'There is too little speech in it to tell whether one person speaks. Record more.',
    };
  const several = isSeveral(traits);
  return {
    name: 'speakers',
    state: several ? 'failed' : 'passed',
    value: several ? 2 : 1,
    unit: several ? 'or more' : 'speaker',
    message: several
      ? 'More than one voice is heard: only one person may speak, and nothing may play in the background.'
      : 'One person speaks.',
  };
}

const isSeveral = ({ unlike, secondPitch }: SpeakerTraits) =>
  unlike >= SEVERAL_UNLIKE || secondPitch >= SEVERAL_AT_ONCE;
