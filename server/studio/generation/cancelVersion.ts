import { and, eq, inArray } from 'drizzle-orm';
import type { Version } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { versions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import { readVersion } from '../versions/readVersions.ts';
import { tellState } from './moves.ts';

/**
 * Stops a generation that has not ended. The row decides at once; the worker hears of it and stops, and
 * whatever it may still bring is not taken. Cancelling what is cancelled changes nothing. Throws `not-found`,
 * `conflict` when the generation ended before.
 */
export function cancelVersion(studio: Studio, caller: Caller, id: string): Promise<Version> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const cancelled = await tx
      .update(versions)
      .set({ state: 'cancelled', finishedAt: new Date() })
      .where(
        and(
          eq(versions.workspaceId, workspaceId),
          eq(versions.id, id),
          inArray(versions.state, ['queued', 'generating']),
        ),
      )
      .returning({ id: versions.id });
    const version = await readVersion(tx, workspaceId, id);
    if (cancelled.length === 0) {
      if (version.state === 'cancelled') return version;
      throw new ProblemError(
        'conflict',
        version.state === 'ready'
          ? 'The audio is ready already; there is nothing left to cancel.'
          : 'The generation has failed already; there is nothing left to cancel.',
      );
    }
    await tellState(tx, workspaceId, 'cancelled', [version]);
    await auditVersion(tx, caller, version, { action: 'version.cancelled' });
    return version;
  });
}
