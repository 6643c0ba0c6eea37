import type { SampleCheck } from '../../../shared/api/personalities.ts';
import type { SpeechSpan } from '../../speech/voiceActivity.ts';
import type { Recording } from './examiner.ts';

/** What only listening tells: where somebody speaks, whether it is one person, whether it is music. */
export interface Understood {
  speech: SpeechSpan[];
  checks: SampleCheck[];
}

/** Listens to recordings. */
export interface Listener {
  /** What it cannot tell is said not to be checked. */
  understand(recording: Recording): Promise<Understood>;
  /** What is said, by somebody who is expected to say `expected`; null when nobody here can tell. */
  hear(recording: Recording, expected: string): Promise<string | null>;
}

/** The checks of a recording to which nothing here could listen. */
export const NOT_LISTENED_TO: readonly SampleCheck[] = (['speech', 'speakers', 'music'] as const).map(
  (name) => ({
    name,
    state: 'not-checked',
    message: 'Nothing here could listen to it. Listen to it yourself.',
    value: null,
    unit: '',
  }),
);
