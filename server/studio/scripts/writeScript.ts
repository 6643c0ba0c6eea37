import { and, eq } from 'drizzle-orm';
import type { Script } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import { notify } from '../../db/notify.ts';
import { revisions, scripts } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { readText } from '../../speech/readText.ts';
import type { Studio } from '../studio.ts';
import { readScript } from './readScripts.ts';

/**
 * Changes title, text or language; a text that differs becomes a new revision, the same text does not. Throws
 * `not-found`, `conflict` when somebody saved after `expectedRevision` or versions are spoken in another language, and
 * what `readText` throws.
 */
export function writeScript(
  studio: Studio,
  caller: Caller,
  input: { id: string; title?: string; text?: string; language?: string; expectedRevision?: number },
): Promise<Script> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    // The row's lock puts two savers in order: the second sees the first one's revision.
    const [locked] = await tx
      .select({ id: scripts.id })
      .from(scripts)
      .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, input.id)))
      .for('update');
    if (!locked) throw notFound('script');
    const before = await readScript(tx, workspaceId, input.id);
    if (input.expectedRevision !== undefined && input.expectedRevision !== before.revisionNumber)
      throw new ProblemError(
        'conflict',
        `${before.revision.createdBy.name} saved revision ${before.revisionNumber} in the meantime. Load it and apply your change again.`,
      );
    const text = input.text !== undefined && input.text !== before.text ? input.text : null;
    const title = input.title?.trim() ?? before.title;
    const language = input.language ?? before.language;
    if (language !== before.language && before.versionCount > 0)
      throw new ProblemError(
        'conflict',
        'Versions of this script are spoken in its language already. Make a new script for another language.',
      );
    if (text !== null || language !== before.language) readText(text ?? before.text, language);
    if (text === null && title === before.title && language === before.language) return before;

    const revisionNumber = before.revisionNumber + (text === null ? 0 : 1);
    if (text !== null)
      await tx.insert(revisions).values({
        workspaceId,
        scriptId: input.id,
        number: revisionNumber,
        text,
        ...createdByColumns(caller.actor),
      });
    await tx
      .update(scripts)
      .set({ title, language, revisionNumber, updatedAt: new Date() })
      .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, input.id)));
    const script = await readScript(tx, workspaceId, input.id);
    await notify(tx, workspaceId, {
      type: 'script-changed',
      scriptId: input.id,
      projectId: script.projectId,
    });
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: text === null ? 'script.changed' : 'script.revised',
      subject: { kind: 'script', id: input.id, name: title },
      detail: {
        ...(text !== null && { revision: revisionNumber, characters: text.length }),
        ...(title !== before.title && { title: { from: before.title, to: title } }),
        ...(language !== before.language && { language: { from: before.language, to: language } }),
      },
      correlationId: caller.correlationId,
    });
    return script;
  });
}
