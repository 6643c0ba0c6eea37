import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { type ResolvedPersonality, resolved } from '../../shared/personalities/resolved.ts';
import { DEFAULT_PERSONALITY } from '../../shared/personalities/templates.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { newestVersion } from '../db/personalities.ts';
import { personalities, personalityVersions } from '../db/schema/index.ts';
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

/** Versions as they answer, by id: a version never changes. */
const known = new LRUCache<string, ResolvedPersonality>({ max: 1_000 });

async function one(
  tx: WorkspaceTx,
  workspaceId: string,
  which: ReturnType<typeof eq>,
): Promise<ResolvedPersonality | null> {
  const [newest] = await tx
    .select({ id: personalities.id, versionId: personalityVersions.id, number: personalityVersions.number })
    .from(personalities)
    .innerJoin(personalityVersions, newestVersion)
    .where(and(eq(personalities.workspaceId, workspaceId), isNull(personalities.deletedAt), which))
    .orderBy(desc(personalities.isPrimary), asc(personalities.id))
    .limit(1);
  if (!newest) return null;
  const before = known.get(newest.versionId);
  if (before) return before;
  const [version] = await tx
    .select({ content: personalityVersions.content })
    .from(personalityVersions)
    .where(eq(personalityVersions.id, newest.versionId));
  if (!version) return null;
  const now = resolved(newest, version.content);
  known.set(newest.versionId, now);
  return now;
}
