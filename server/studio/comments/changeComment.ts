import { and, eq } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { notify } from '../../db/notify.ts';
import { comments } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { type Comment, type CommentRow, presentComment } from './readComments.ts';

/**
 * Edits the caller's own comment, or resolves or reopens a thread, which anybody who may comment may do.
 * Throws `not-found`, `forbidden`, `validation-failed`.
 */
export function changeComment(
  studio: Studio,
  caller: Caller,
  input: { id: string; text?: string; resolved?: boolean },
): Promise<Comment> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const thisComment = and(eq(comments.workspaceId, workspaceId), eq(comments.id, input.id));
    const [before] = await tx.select().from(comments).where(thisComment).for('update');
    if (!before) throw notFound('comment');
    const edit = textChange(caller, before, input.text);
    const resolution = resolutionChange(caller, before, input.resolved);
    if (!edit && !resolution) return presentComment(before);
    const [row] = await tx
      .update(comments)
      .set({ ...edit, ...resolution })
      .where(thisComment)
      .returning();
    await notify(tx, workspaceId, {
      type: 'comment-changed',
      versionId: before.versionId,
      commentId: input.id,
    });
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: resolution
        ? resolution.resolvedAt
          ? 'comment.resolved'
          : 'comment.reopened'
        : 'comment.edited',
      subject: { kind: 'version', id: before.versionId },
      detail: { commentId: input.id, edited: edit !== null },
      correlationId: caller.correlationId,
    });
    return presentComment(row!);
  });
}

function textChange(caller: Caller, before: CommentRow, text: string | undefined) {
  if (text === undefined || text.trim() === before.text) return null;
  if (before.createdByKind !== caller.actor.kind || before.createdById !== caller.actor.id)
    throw new ProblemError('forbidden', 'Only its author may edit a comment. Answer it instead.');
  return { text: text.trim(), editedAt: new Date() };
}

function resolutionChange({ actor }: Caller, before: CommentRow, resolved: boolean | undefined) {
  if (resolved === undefined || resolved === (before.resolvedAt !== null)) return null;
  if (before.parentId !== null)
    throw new ProblemError(
      'validation-failed',
      'Resolve the thread by its first comment, not by an answer.',
      {
        errors: [{ field: 'resolved', message: 'only the first comment of a thread can be resolved' }],
      },
    );
  return resolved
    ? {
        resolvedAt: new Date(),
        resolvedByKind: actor.kind,
        resolvedById: actor.id,
        resolvedByName: actor.name,
      }
    : { resolvedAt: null, resolvedByKind: null, resolvedById: null, resolvedByName: null };
}
