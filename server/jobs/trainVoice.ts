import type { Jobs } from '../db/jobs.ts';
import { runTraining } from '../voices/custom/runTraining.ts';
import type { Voices } from '../voices/voices.ts';
import type { JobContext } from './runner.ts';

/** Makes a voice of recordings at its engine, or looks how far it is. */
export function trainVoice(
  voices: Voices,
  payload: Jobs['trainVoice'],
  { signal, attempt, maxAttempts }: Pick<JobContext, 'signal' | 'attempt' | 'maxAttempts'>,
): Promise<void> {
  return runTraining(voices, payload, { signal, lastTry: attempt >= maxAttempts });
}
