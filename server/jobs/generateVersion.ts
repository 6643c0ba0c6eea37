import type { Jobs } from '../db/jobs.ts';
import { type AttemptEnd, runGeneration } from '../studio/generation/runGeneration.ts';
import type { Studio } from '../studio/studio.ts';
import type { JobContext } from './runner.ts';

/** Makes the audio of a queued version, and logs why when there is none; returns how the attempt ended. */
export async function generateVersion(
  studio: Studio,
  payload: Jobs['generateVersion'],
  { signal, log }: Pick<JobContext, 'signal' | 'log'>,
): Promise<AttemptEnd['ended']> {
  const { ended, error } = await runGeneration(studio, payload, signal);
  if (error) log.warn({ err: error, versionId: payload.versionId, ended }, 'a version was not generated');
  return ended;
}
