import { and, eq, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations, voiceSessions } from '../../db/schema/index.ts';
import { OF_PEOPLE } from '../conversations/readConversations.ts';

/** Whoever waits for a person, or for a word of one, need not write for so long, and their session still holds. */
const PATIENCE_SECONDS = 3600;

/** Lets the session of a conversation, if it has one, not end before there was time to answer what was just written. */
export async function keepSession(
  tx: WorkspaceTx,
  workspaceId: string,
  conversationId: string,
): Promise<void> {
  await tx
    .update(voiceSessions)
    .set({
      expiresAt: sql`greatest(${voiceSessions.expiresAt}, now() + make_interval(secs => ${PATIENCE_SECONDS}))`,
    })
    .where(and(eq(voiceSessions.workspaceId, workspaceId), eq(voiceSessions.conversationId, conversationId)));
}

/** How long a session holds for the sake of people, in seconds: 0 where none is wanted and none talks in it. */
export const patienceOf = (tx: WorkspaceTx) =>
  sql`coalesce((${tx
    .select({ seconds: sql`${PATIENCE_SECONDS}::int` })
    .from(conversations)
    .where(and(eq(conversations.id, voiceSessions.conversationId), OF_PEOPLE))}), 0)`;
