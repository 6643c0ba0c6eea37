import { and, eq, sql } from 'drizzle-orm';
import { enqueue } from '../../db/jobs.ts';
import { versions } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import { attemptLives } from './attempt.ts';
import { failVersion, INTERRUPTED } from './failVersion.ts';
import { generationJob, MAX_ATTEMPTS } from './generationJob.ts';
import { tellState } from './moves.ts';

/**
 * Queues again what a killed worker or database left unfinished, in every workspace; gives how many. Any
 * worker may call it, as often as it likes: versions that are worked on or wait properly are left alone.
 * @param patienceMs how long a job may be locked before its attempt must have begun
 */
export async function recoverGenerations(studio: Studio, patienceMs = 30_000): Promise<number> {
  const { rows } = await studio.database.outside.execute<{ workspace_id: string; version_id: string }>(
    sql`select workspace_id, version_id from voiceops_stalled_generations(make_interval(secs => ${patienceMs / 1000}))`,
  );
  for (const { workspace_id: workspaceId, version_id: versionId } of rows)
    await studio.database.withWorkspace(workspaceId, async (tx) => {
      const thisVersion = and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId));
      const [version] = await tx
        .select({
          state: versions.state,
          attemptId: versions.attemptId,
          attempts: versions.attempts,
          batchId: versions.batchId,
          scriptId: versions.scriptId,
        })
        .from(versions)
        .where(thisVersion)
        .for('update');
      if (version?.state !== 'queued' && version?.state !== 'generating') return;
      if (version.state === 'generating' && version.attemptId && (await attemptLives(tx, version.attemptId)))
        return;
      if (version.attempts >= MAX_ATTEMPTS) {
        await failVersion(tx, workspaceId, versionId, INTERRUPTED);
        return;
      }
      await tx.update(versions).set({ state: 'queued', progress: 0, attemptId: null }).where(thisVersion);
      const job = generationJob(workspaceId, versionId, version.batchId !== null);
      await enqueue(tx, 'generateVersion', job.payload, job);
      await tellState(tx, workspaceId, 'queued', [{ id: versionId, scriptId: version.scriptId }]);
    });
  return rows.length;
}
