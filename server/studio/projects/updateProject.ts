import { and, eq } from 'drizzle-orm';
import type { Project } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { notify } from '../../db/notify.ts';
import { projects } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import type { NewProject } from './createProject.ts';
import { readProject } from './readProjects.ts';

/** Renames a project or changes its purpose. Throws `not-found`. */
export function updateProject(
  studio: Studio,
  caller: Caller,
  input: { id: string } & Partial<NewProject>,
): Promise<Project> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const before = await readProject(tx, workspaceId, input.id);
    await tx
      .update(projects)
      .set({
        name: input.name?.trim() ?? before.name,
        purpose: input.purpose ?? before.purpose,
        updatedAt: new Date(),
      })
      .where(and(eq(projects.workspaceId, workspaceId), eq(projects.id, input.id)));
    const project = await readProject(tx, workspaceId, input.id);
    await notify(tx, workspaceId, { type: 'project-changed', projectId: input.id });
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'project.updated',
      subject: { kind: 'project', id: input.id, name: project.name },
      detail: {
        from: { name: before.name, purpose: before.purpose },
        to: { name: project.name, purpose: project.purpose },
      },
      correlationId: caller.correlationId,
    });
    return project;
  });
}
