import type { Voice } from '../../../shared/api/voices.ts';
import { WORDS_ALONE } from '../../speech/remote/wordsAlone.ts';

export const STYLETTS2_RATE_HZ = 24_000;
export const STYLETTS2_LICENCE =
  'StyleTTS 2 (MIT); its weights ask for the permission of the speaker, or that listeners are told that the voice is synthetic';

/** What every voice of it has in common. The published weights speak English. */
export const STYLETTS2_VOICE = {
  languages: ['en-US'],
  licence: STYLETTS2_LICENCE,
  sampleRateHz: STYLETTS2_RATE_HZ,
  capabilities: WORDS_ALONE,
} satisfies Partial<Voice>;

/** The one voice without a recording: that of the recording the model comes with. */
export const STYLETTS2_DEFAULT: Voice = {
  ...STYLETTS2_VOICE,
  id: 'styletts2:default',
  name: 'StyleTTS 2',
  engine: 'styletts2',
  gender: 'neutral',
  kind: 'local',
  description: 'The voice that your StyleTTS 2 server comes with. Tell listeners that it is synthetic.',
};
