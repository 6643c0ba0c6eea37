import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import type { Revision, Script, ScriptSummary } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, IdPosition, NumberPosition, pageOf } from '../../db/page.ts';
import { projects, revisions, scripts, versions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { readProject } from '../projects/readProjects.ts';
import type { Studio } from '../studio.ts';

const latestColumns = {
  id: versions.id,
  number: versions.number,
  state: versions.state,
  status: versions.status,
};

function presentSummary(
  script: typeof scripts.$inferSelect,
  latestVersion: ScriptSummary['latestVersion'],
): ScriptSummary {
  return {
    id: script.id,
    projectId: script.projectId,
    title: script.title,
    language: script.language,
    owner: createdByActor(script),
    revisionNumber: script.revisionNumber,
    versionCount: script.versionCount,
    latestVersion,
    createdAt: script.createdAt.toISOString(),
    updatedAt: script.updatedAt.toISOString(),
  };
}

function presentRevision(revision: typeof revisions.$inferSelect): Revision {
  return {
    id: revision.id,
    number: revision.number,
    text: revision.text,
    createdBy: createdByActor(revision),
    createdAt: revision.createdAt.toISOString(),
  };
}

/** Scripts with their newest version, which is the one that carries the script's count as its number. */
function summaries(tx: WorkspaceTx, workspaceId: string, where: SQL | undefined, limit: number) {
  return tx
    .select({ script: scripts, latest: latestColumns })
    .from(scripts)
    .leftJoin(versions, and(eq(versions.scriptId, scripts.id), eq(versions.number, scripts.versionCount)))
    .where(and(eq(scripts.workspaceId, workspaceId), where))
    .orderBy(desc(scripts.id))
    .limit(limit);
}

/** One script as the API shows it, with its newest revision. Throws `not-found`. */
export async function readScript(tx: WorkspaceTx, workspaceId: string, id: string): Promise<Script> {
  const [row] = await tx
    .select({ script: scripts, project: projects, revision: revisions, latest: latestColumns })
    .from(scripts)
    .innerJoin(projects, eq(projects.id, scripts.projectId))
    .innerJoin(
      revisions,
      and(eq(revisions.scriptId, scripts.id), eq(revisions.number, scripts.revisionNumber)),
    )
    .leftJoin(versions, and(eq(versions.scriptId, scripts.id), eq(versions.number, scripts.versionCount)))
    .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, id)));
  if (!row) throw notFound('script');
  return {
    ...presentSummary(row.script, row.latest),
    project: { id: row.project.id, name: row.project.name, purpose: row.project.purpose },
    text: row.revision.text,
    revision: presentRevision(row.revision),
  };
}

/** A page of a project's scripts, newest first. Throws `not-found`. */
export function listScripts(
  studio: Studio,
  caller: Caller,
  input: { projectId: string; limit: number; cursor?: string },
) {
  const after = decodeCursor(input.cursor, IdPosition);
  return studio.database.withWorkspace(caller.workspaceId, async (tx) => {
    await readProject(tx, caller.workspaceId, input.projectId);
    const rows = await summaries(
      tx,
      caller.workspaceId,
      and(eq(scripts.projectId, input.projectId), after ? lt(scripts.id, after[0]) : undefined),
      input.limit + 1,
    );
    return pageOf(
      rows.map(({ script, latest }) => presentSummary(script, latest)),
      input.limit,
      (script) => [script.id],
    );
  });
}

/** Throws `not-found`. */
export function getScript(studio: Studio, caller: Caller, id: string): Promise<Script> {
  return studio.database.withWorkspace(caller.workspaceId, (tx) => readScript(tx, caller.workspaceId, id));
}

/** A page of a script's revisions, newest first. Throws `not-found`. */
export function listRevisions(
  studio: Studio,
  caller: Caller,
  input: { scriptId: string; limit: number; cursor?: string },
) {
  const after = decodeCursor(input.cursor, NumberPosition);
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const [script] = await tx
      .select({ id: scripts.id })
      .from(scripts)
      .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, input.scriptId)));
    if (!script) throw notFound('script');
    const rows = await tx
      .select()
      .from(revisions)
      .where(
        and(
          eq(revisions.workspaceId, workspaceId),
          eq(revisions.scriptId, input.scriptId),
          after ? lt(revisions.number, after[0]) : undefined,
        ),
      )
      .orderBy(desc(revisions.number))
      .limit(input.limit + 1);
    return pageOf(rows.map(presentRevision), input.limit, (revision) => [revision.number]);
  });
}
