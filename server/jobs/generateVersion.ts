import type { Jobs } from '../db/jobs.ts';
import { type AttemptEnd, runGeneration } from '../studio/generation/runGeneration.ts';
import type { Studio } from '../studio/studio.ts';

/**
 * Makes the audio of a queued version. Throws only when the database is away: the queue then runs it again.
 * @param stop aborted when this worker shuts down; the version then waits for the next one
 * @returns how it ended, for the log
 */
export function generateVersion(
  studio: Studio,
  { workspaceId, versionId }: Jobs['generateVersion'],
  stop: AbortSignal,
): Promise<AttemptEnd> {
  return runGeneration(studio, { workspaceId, versionId }, stop);
}
