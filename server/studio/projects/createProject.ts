import { v7 } from 'uuid';
import type { Project, PURPOSES } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { projects } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import { readProject } from './readProjects.ts';

export interface NewProject {
  name: string;
  purpose: (typeof PURPOSES)[number];
}

/** Writes a project in the caller's transaction; gives its id. */
export async function insertProject(tx: WorkspaceTx, caller: Caller, input: NewProject): Promise<string> {
  const id = v7();
  await tx.insert(projects).values({
    id,
    workspaceId: caller.workspaceId,
    name: input.name.trim(),
    purpose: input.purpose,
    ...createdByColumns(caller.actor),
  });
  return id;
}

export function createProject(studio: Studio, caller: Caller, input: NewProject): Promise<Project> {
  return studio.database.withWorkspace(caller.workspaceId, async (tx) => {
    const id = await insertProject(tx, caller, input);
    const project = await readProject(tx, caller.workspaceId, id);
    await notify(tx, caller.workspaceId, { type: 'project-changed', projectId: id });
    await recordAudit(tx, caller.workspaceId, {
      actor: caller.actor,
      action: 'project.created',
      subject: { kind: 'project', id, name: project.name },
      detail: { purpose: project.purpose },
      correlationId: caller.correlationId,
    });
    return project;
  });
}
