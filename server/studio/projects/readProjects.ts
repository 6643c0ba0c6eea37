import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import type { Project } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { projects, scripts } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Studio } from '../studio.ts';

async function readProjects(
  tx: WorkspaceTx,
  workspaceId: string,
  where: SQL | undefined,
  limit: number,
): Promise<Project[]> {
  const rows = await tx
    .select({
      project: projects,
      scriptCount: tx.$count(
        scripts,
        and(eq(scripts.workspaceId, workspaceId), eq(scripts.projectId, projects.id)),
      ),
    })
    .from(projects)
    .where(and(eq(projects.workspaceId, workspaceId), where))
    .orderBy(desc(projects.id))
    .limit(limit);
  return rows.map(({ project, scriptCount }) => ({
    id: project.id,
    name: project.name,
    purpose: project.purpose,
    scriptCount,
    createdBy: createdByActor(project),
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
  }));
}

/** One project as the API shows it. Throws `not-found`. */
export async function readProject(tx: WorkspaceTx, workspaceId: string, id: string): Promise<Project> {
  const [project] = await readProjects(tx, workspaceId, eq(projects.id, id), 1);
  if (!project) throw notFound('project');
  return project;
}

/** A page of the workspace's projects, newest first. */
export function listProjects(studio: Studio, caller: Caller, input: { limit: number; cursor?: string }) {
  const after = decodeCursor(input.cursor, IdPosition);
  return studio.database.withWorkspace(caller.workspaceId, async (tx) => {
    const rows = await readProjects(
      tx,
      caller.workspaceId,
      after ? lt(projects.id, after[0]) : undefined,
      input.limit + 1,
    );
    return pageOf(rows, input.limit, (project) => [project.id]);
  });
}

/** Throws `not-found`. */
export function getProject(studio: Studio, caller: Caller, id: string): Promise<Project> {
  return studio.database.withWorkspace(caller.workspaceId, (tx) => readProject(tx, caller.workspaceId, id));
}
