import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { type ResolvedPersonality, resolved } from '../../shared/personalities/resolved.ts';
import { DEFAULT_PERSONALITY } from '../../shared/personalities/templates.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { selectPersonalities } from '../db/personalities.ts';
import { personalities } from '../db/schema/index.ts';
import { notFound } from '../problem.ts';

/**
 * Who answers, in its newest version: the one that is asked for, else the conversation's own, else the workspace's
 * primary one, else the first that is switched on, else the default one. A deleted one answers nobody: asked for, it is
 * `not-found`; in a conversation, the next in order takes over. One that is switched off answers only who asks for it
 * by name (so that it can be tried first), and the conversations it has begun.
 */
export async function resolvePersonality(
  tx: WorkspaceTx,
  workspaceId: string,
  wanted: { asked?: string | null | undefined; conversation?: string | null | undefined } = {},
): Promise<ResolvedPersonality> {
  if (wanted.asked) {
    const asked = await one(tx, workspaceId, eq(personalities.id, wanted.asked));
    if (!asked) throw notFound('personality');
    return asked;
  }
  return (
    (wanted.conversation && (await one(tx, workspaceId, eq(personalities.id, wanted.conversation)))) ||
    // The primary one is always switched on, so it comes first of those.
    (await one(tx, workspaceId, eq(personalities.active, true))) ||
    resolved({ id: null, versionId: null, number: 0 }, DEFAULT_PERSONALITY)
  );
}

async function one(
  tx: WorkspaceTx,
  workspaceId: string,
  which: ReturnType<typeof eq>,
): Promise<ResolvedPersonality | null> {
  const [row] = await selectPersonalities(tx)
    .where(and(eq(personalities.workspaceId, workspaceId), isNull(personalities.deletedAt), which))
    .orderBy(desc(personalities.isPrimary), asc(personalities.id))
    .limit(1);
  if (!row) return null;
  const { id, number, content } = row.newest;
  return resolved({ id: row.personality.id, versionId: id, number }, content);
}
