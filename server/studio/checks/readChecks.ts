import { and, eq } from 'drizzle-orm';
import type { VersionChecks } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { versionChecks, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { requestChecks } from './requestChecks.ts';
import { summaryOf } from './summary.ts';

/** What the automatic checks found of a version. Throws `not-found`. */
export function getVersionChecks(studio: Studio, caller: Caller, id: string): Promise<VersionChecks> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, (tx) => read(tx, workspaceId, id));
}

/** Has a version checked again. Throws `not-found`, `not-ready`. */
export function checkVersion(studio: Studio, caller: Caller, id: string): Promise<VersionChecks> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const [version] = await tx
      .select({ id: versions.id, scriptId: versions.scriptId, state: versions.state })
      .from(versions)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id)));
    if (!version) throw notFound('version');
    if (version.state !== 'ready')
      throw new ProblemError(
        'not-ready',
        'There is no audio to check yet. Check the version once it is ready.',
      );
    await requestChecks(tx, workspaceId, version, { somebodyWaits: true });
    return read(tx, workspaceId, id);
  });
}

async function read(tx: WorkspaceTx, workspaceId: string, id: string): Promise<VersionChecks> {
  const [row] = await tx
    .select({ checks: versionChecks })
    .from(versions)
    .leftJoin(versionChecks, eq(versionChecks.versionId, versions.id))
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id)));
  if (!row) throw notFound('version');
  const { checks } = row;
  return {
    summary: checks && summaryOf(checks.items),
    checks: checks?.items ?? [],
    checker: checks?.checker ?? null,
    requestedAt: checks?.requestedAt.toISOString() ?? null,
    finishedAt: checks?.finishedAt?.toISOString() ?? null,
  };
}
