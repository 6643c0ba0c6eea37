import { and, asc, eq, gt } from 'drizzle-orm';
import type { z } from 'zod';
import type { Comment as CommentSchema } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { comments, versions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { Studio } from '../studio.ts';

export type Comment = z.infer<typeof CommentSchema>;
export type CommentRow = typeof comments.$inferSelect;

export function presentComment(row: CommentRow): Comment {
  return {
    id: row.id,
    versionId: row.versionId,
    parentId: row.parentId,
    text: row.text,
    startMs: row.startMs,
    endMs: row.endMs,
    word: row.word,
    author: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy:
      row.resolvedByKind === null
        ? null
        : { kind: row.resolvedByKind, id: row.resolvedById, name: row.resolvedByName ?? '' },
  };
}

/** A page of what was said about a version, oldest first. Throws `not-found`. */
export function listComments(
  studio: Studio,
  caller: Caller,
  input: { versionId: string; limit: number; cursor?: string },
) {
  const after = decodeCursor(input.cursor, IdPosition);
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const [version] = await tx
      .select({ id: versions.id })
      .from(versions)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, input.versionId)));
    if (!version) throw notFound('version');
    const rows = await tx
      .select()
      .from(comments)
      .where(
        and(
          eq(comments.workspaceId, workspaceId),
          eq(comments.versionId, input.versionId),
          after ? gt(comments.id, after[0]) : undefined,
        ),
      )
      .orderBy(asc(comments.id))
      .limit(input.limit + 1);
    return pageOf(rows.map(presentComment), input.limit, (comment) => [comment.id]);
  });
}
