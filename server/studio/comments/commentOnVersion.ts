import { and, eq, sql } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { comments, scripts, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import { type Comment, presentComment } from './readComments.ts';

export interface NewComment {
  versionId: string;
  text: string;
  /** A range of the audio: both or neither. */
  startMs?: number;
  endMs?: number;
  /** Index into the version's words; instead of a range. */
  word?: number;
  /** The thread that this answers. */
  parentId?: string;
}

/** Says something about a version, a range of its audio, or a word. Throws `not-found`, `validation-failed`. */
export function commentOnVersion(studio: Studio, caller: Caller, input: NewComment): Promise<Comment> {
  return studio.database.withWorkspace(caller.workspaceId, (tx) => insertComment(tx, caller, input));
}

/** As `commentOnVersion`, in the caller's transaction. */
export async function insertComment(
  tx: WorkspaceTx,
  caller: Pick<Caller, 'workspaceId' | 'actor' | 'correlationId'>,
  input: NewComment,
): Promise<Comment> {
  const { workspaceId } = caller;
  const [version] = await tx
    .select({
      number: versions.number,
      scriptTitle: scripts.title,
      durationMs: versions.durationMs,
      wordCount: sql<number>`coalesce(jsonb_array_length(${versions.words}), 0)`,
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, input.versionId)));
  if (!version) throw notFound('version');
  checkAnchor(input, version);
  if (input.parentId !== undefined) await checkParent(tx, workspaceId, input.versionId, input.parentId);
  const [row] = await tx
    .insert(comments)
    .values({
      workspaceId,
      versionId: input.versionId,
      parentId: input.parentId ?? null,
      text: input.text.trim(),
      startMs: input.startMs ?? null,
      endMs: input.endMs ?? null,
      word: input.word ?? null,
      ...createdByColumns(caller.actor),
    })
    .returning();
  const comment = presentComment(row!);
  await notify(tx, workspaceId, {
    type: 'comment-changed',
    versionId: input.versionId,
    commentId: comment.id,
  });
  await auditVersion(
    tx,
    caller,
    { ...version, id: input.versionId },
    {
      action: 'comment.added',
      detail: { commentId: comment.id, parentId: comment.parentId },
    },
  );
  return comment;
}

function checkAnchor(
  { startMs, endMs, word, parentId }: NewComment,
  version: { durationMs: number | null; wordCount: number },
): void {
  const anchored = startMs !== undefined || endMs !== undefined || word !== undefined;
  if (!anchored) return;
  if (parentId !== undefined) throw invalid('parentId', 'an answer stands where its thread stands');
  if (word !== undefined) {
    if (startMs !== undefined || endMs !== undefined)
      throw invalid('word', 'give a word or a range, not both');
    if (word >= version.wordCount)
      throw invalid('word', `this version has ${version.wordCount} words with known times`);
    return;
  }
  if (startMs === undefined || endMs === undefined)
    throw invalid(startMs === undefined ? 'startMs' : 'endMs', 'a range needs a start and an end');
  if (startMs >= endMs) throw invalid('endMs', 'must be after startMs');
  if (version.durationMs === null) throw invalid('startMs', 'this version has no audio yet');
  if (endMs > Math.ceil(version.durationMs))
    throw invalid('endMs', `the audio ends at ${Math.ceil(version.durationMs)} ms`);
}

/** Threads are one level deep: an answer belongs to a comment that is not itself one. */
async function checkParent(
  tx: WorkspaceTx,
  workspaceId: string,
  versionId: string,
  parentId: string,
): Promise<void> {
  const [parent] = await tx
    .select({ versionId: comments.versionId, parentId: comments.parentId })
    .from(comments)
    .where(and(eq(comments.workspaceId, workspaceId), eq(comments.id, parentId)));
  if (!parent || parent.versionId !== versionId) throw notFound('comment on this version');
  if (parent.parentId !== null) throw invalid('parentId', 'answer the first comment of the thread instead');
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('validation-failed', 'The comment cannot be placed there.', {
    errors: [{ field, message }],
  });
}
