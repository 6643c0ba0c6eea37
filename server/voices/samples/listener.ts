import type { SampleCheck } from '../../../shared/api/personalities.ts';
import type { Recording } from './examiner.ts';

/** What only listening tells: where somebody speaks, whether it is one person, whether it is music. */
export interface Understood {
  speech: { startMs: number; endMs: number }[];
  checks: SampleCheck[];
}

/** Listens to recordings. */
export interface Listener {
  /** What it cannot tell is said not to be checked. */
  understand(recording: Recording): Promise<Understood>;
  /** What is said, by somebody who is expected to say `expected`; null when nobody here can tell. */
  hear(recording: Recording, expected: string): Promise<string | null>;
}

/** Where nothing is installed that listens. */
export const NOBODY_LISTENS: Listener = {
  understand: async () => ({
    speech: [],
    checks: (['speech', 'speakers', 'music'] as const).map(notChecked),
  }),
  hear: async () => null,
};

function notChecked(name: SampleCheck['name']): SampleCheck {
  return { name, state: 'not-checked', message: 'Nothing here can tell.', value: null, unit: '' };
}
