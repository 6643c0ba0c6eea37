import { and, asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { StatusChange, Version } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import { revisions, statusChanges, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { readVersion } from './readVersions.ts';

/** A version with the text it speaks and its history, oldest first. Throws `not-found`. */
export function getVersion(
  studio: Studio,
  caller: Caller,
  id: string,
): Promise<Version & { text: string; history: z.infer<typeof StatusChange>[] }> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const version = await readVersion(tx, workspaceId, id);
    const [revision] = await tx
      .select({ text: revisions.text })
      .from(revisions)
      .where(and(eq(revisions.workspaceId, workspaceId), eq(revisions.id, version.revision.id)));
    const history = await tx
      .select()
      .from(statusChanges)
      .where(and(eq(statusChanges.workspaceId, workspaceId), eq(statusChanges.versionId, id)))
      .orderBy(asc(statusChanges.id));
    return {
      ...version,
      text: revision!.text,
      history: history.map((change) => ({
        id: change.id,
        from: change.from,
        to: change.to,
        note: change.note,
        by: createdByActor(change),
        at: change.createdAt.toISOString(),
      })),
    };
  });
}

/** The waveform (0 to 1 a span) and the times of the words. Throws `not-found` or `not-ready`. */
export function getPeaks(studio: Studio, caller: Caller, id: string) {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const [version] = await tx
      .select({ durationMs: versions.durationMs, peaks: versions.peaks, words: versions.words })
      .from(versions)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id)));
    if (!version) throw notFound('version');
    if (version.durationMs === null || version.peaks === null)
      throw new ProblemError('not-ready', 'This version has no audio yet.');
    return {
      durationMs: version.durationMs,
      peaks: Array.from(version.peaks, (peak) => peak / 255),
      words: version.words ?? [],
    };
  });
}
