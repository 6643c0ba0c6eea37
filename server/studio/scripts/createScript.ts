import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Script } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { projects, revisions, scripts } from '../../db/schema/index.ts';
import { readText } from '../../speech/readText.ts';
import { readProject } from '../projects/readProjects.ts';
import type { Studio } from '../studio.ts';
import { readScript } from './readScripts.ts';

export interface NewScript {
  title: string;
  /** BCP 47. */
  language: string;
  text: string;
}

/** Writes checked scripts with their first revisions in the caller's transaction; gives their ids, in order. */
export async function insertScripts(
  tx: WorkspaceTx,
  caller: Caller,
  projectId: string,
  lines: readonly NewScript[],
): Promise<{ scriptId: string; revisionId: string }[]> {
  const { workspaceId } = caller;
  const ids = lines.map(() => ({ scriptId: v7(), revisionId: v7() }));
  const by = createdByColumns(caller.actor);
  await tx.insert(scripts).values(
    lines.map((line, index) => ({
      id: ids[index]!.scriptId,
      workspaceId,
      projectId,
      title: line.title.trim(),
      language: line.language,
      revisionNumber: 1,
      ...by,
    })),
  );
  await tx.insert(revisions).values(
    lines.map((line, index) => ({
      id: ids[index]!.revisionId,
      workspaceId,
      scriptId: ids[index]!.scriptId,
      number: 1,
      text: line.text,
      ...by,
    })),
  );
  await tx
    .update(projects)
    .set({ updatedAt: new Date() })
    .where(and(eq(projects.workspaceId, workspaceId), eq(projects.id, projectId)));
  return ids;
}

/** Creates a script with its first revision. Throws `not-found` and what `readText` throws. */
export function createScript(
  studio: Studio,
  caller: Caller,
  input: { projectId: string } & NewScript,
): Promise<Script> {
  readText(input.text, input.language);
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    await readProject(tx, workspaceId, input.projectId);
    const [made] = await insertScripts(tx, caller, input.projectId, [input]);
    const { scriptId } = made!;
    const script = await readScript(tx, workspaceId, scriptId);
    await notify(tx, workspaceId, { type: 'script-changed', scriptId, projectId: input.projectId });
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'script.created',
      subject: { kind: 'script', id: scriptId, name: script.title },
      detail: { projectId: input.projectId, language: script.language, characters: input.text.length },
      correlationId: caller.correlationId,
    });
    return script;
  });
}
