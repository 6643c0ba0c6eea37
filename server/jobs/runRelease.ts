import type { Jobs } from '../db/jobs.ts';
import { ProblemError } from '../problem.ts';
import type { Channels } from '../studio/channels/channels.ts';
import { failRelease, runRelease as run } from '../studio/channels/releases.ts';

/**
 * Carries out a release whose time has come. The last attempt that fails for a passing reason marks the
 * release as failed, so that none stays scheduled in the past.
 */
export async function runRelease(
  channels: Channels,
  { workspaceId, releaseId }: Jobs['runRelease'],
  isLastAttempt: boolean,
): Promise<void> {
  try {
    await run(channels, workspaceId, releaseId);
  } catch (error) {
    if (!isLastAttempt) throw error;
    const reason = error instanceof ProblemError ? error.message : 'It could not be carried out in time.';
    await failRelease(channels, workspaceId, releaseId, reason);
  }
}
