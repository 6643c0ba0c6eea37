import type { Jobs } from '../db/jobs.ts';
import type { Ears } from '../studio/checks/checked.ts';
import { runChecks } from '../studio/checks/runChecks.ts';
import type { Studio } from '../studio/studio.ts';
import type { JobContext } from './runner.ts';

/** Checks a version whose audio is ready. */
export function checkVersion(
  studio: Studio,
  ears: Ears,
  payload: Jobs['checkVersion'],
  { signal, attempt, maxAttempts }: Pick<JobContext, 'signal' | 'attempt' | 'maxAttempts'>,
): Promise<void> {
  return runChecks(studio, ears, payload, { signal, lastTry: attempt >= maxAttempts });
}
