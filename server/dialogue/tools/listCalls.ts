import { and, desc, eq, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm';
import type { ToolCallEntry } from '../../../shared/api/tools.ts';
import type { Caller } from '../../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { toolCalls, voiceSessions } from '../../db/schema/index.ts';
import { openCall } from './callLog.ts';
import type { Tools } from './tools.ts';

export interface CallFilter {
  limit: number;
  cursor?: string | undefined;
  tool?: string | undefined;
  conversationId?: string | undefined;
}

/** The log of calls, newest first. Those of a session are shown to who began it alone. */
export async function listCalls(
  { database, audioStore }: Pick<Tools, 'database' | 'audioStore'>,
  { workspaceId, actor }: Caller,
  { limit, cursor, tool, conversationId }: CallFilter,
): Promise<{ items: ToolCallEntry[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const ofOthersSession = tx
      .select({ id: voiceSessions.id })
      .from(voiceSessions)
      .where(
        and(
          eq(voiceSessions.conversationId, sql`${toolCalls.conversationId}::uuid`),
          or(isNull(voiceSessions.createdById), ne(voiceSessions.createdById, actor.id ?? '')),
        ),
      );
    const rows = await tx
      .select()
      .from(toolCalls)
      .where(
        and(
          eq(toolCalls.workspaceId, workspaceId),
          notExists(ofOthersSession),
          tool === undefined ? undefined : eq(toolCalls.tool, tool),
          conversationId === undefined ? undefined : eq(toolCalls.conversationId, conversationId),
          before ? lt(toolCalls.id, before[0]) : undefined,
        ),
      )
      .orderBy(desc(toolCalls.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    return {
      items: items.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        tool: row.tool,
        conversationId: row.conversationId,
        outcome: row.outcome,
        ...openCall(audioStore, row.sealedSecret),
        tookMs: row.tookMs,
      })),
      nextCursor,
    };
  });
}
