import { and, desc, eq, lt } from 'drizzle-orm';
import type {
  Personality,
  PersonalityComparison,
  PersonalityVersion,
  PersonalityVersionDetail,
} from '../../shared/api/personalities.ts';
import { compareContents } from '../../shared/personalities/compare.ts';
import { buildInstructions } from '../../shared/personalities/instructions.ts';
import { wordDiff } from '../../shared/text/wordDiff.ts';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { decodeCursor, NumberPosition, pageOf } from '../db/page.ts';
import {
  personalityRow,
  presentPersonalityVersion,
  readPersonality,
  savePersonalityVersion,
} from '../db/personalities.ts';
import { personalityVersions } from '../db/schema/index.ts';
import { notFound } from '../problem.ts';
import { refuseLate } from './changePersonality.ts';
import type { Personalities } from './personalities.ts';
import { recordChange } from './recordChange.ts';

/** A version as it is stored. Throws `not-found`, for the personality too. */
export async function versionRow(
  tx: WorkspaceTx,
  workspaceId: string,
  personalityId: string,
  which: number | 'newest',
) {
  const { newest } = await personalityRow(tx, workspaceId, personalityId, { deleted: true });
  if (which === 'newest' || which === newest.number) return newest;
  const [row] = await tx
    .select()
    .from(personalityVersions)
    .where(
      and(
        eq(personalityVersions.workspaceId, workspaceId),
        eq(personalityVersions.personalityId, personalityId),
        eq(personalityVersions.number, which),
      ),
    );
  if (!row) throw notFound('version of this personality');
  return row;
}

/** Every version, newest first. Throws `not-found`. */
export function listVersions(
  { database }: Personalities,
  { workspaceId }: Caller,
  personalityId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: PersonalityVersion[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, NumberPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    await personalityRow(tx, workspaceId, personalityId, { deleted: true });
    const rows = await tx
      .select()
      .from(personalityVersions)
      .where(
        and(
          eq(personalityVersions.workspaceId, workspaceId),
          eq(personalityVersions.personalityId, personalityId),
          before ? lt(personalityVersions.number, before[0]) : undefined,
        ),
      )
      .orderBy(desc(personalityVersions.number))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.number]);
    return { items: items.map(presentPersonalityVersion), nextCursor };
  });
}

/** Throws `not-found`. */
export async function getVersion(
  { database }: Personalities,
  { workspaceId }: Caller,
  personalityId: string,
  number: number,
): Promise<PersonalityVersionDetail> {
  const row = await database.withWorkspace(workspaceId, (tx) =>
    versionRow(tx, workspaceId, personalityId, number),
  );
  return {
    ...presentPersonalityVersion(row),
    content: row.content,
    instructions: buildInstructions(row.content),
  };
}

/** What two versions differ in, in either order. Throws `not-found`. */
export async function compareVersions(
  { database }: Personalities,
  { workspaceId }: Caller,
  personalityId: string,
  numbers: { from: number; to: number },
): Promise<PersonalityComparison> {
  const [from, to] = await database.withWorkspace(workspaceId, async (tx) => [
    await versionRow(tx, workspaceId, personalityId, numbers.from),
    await versionRow(tx, workspaceId, personalityId, numbers.to),
  ]);
  return {
    from: presentPersonalityVersion(from),
    to: presentPersonalityVersion(to),
    changes: compareContents(from.content, to.content),
    instructions: wordDiff(buildInstructions(from.content), buildInstructions(to.content)),
  };
}

/**
 * Makes a new version that equals an earlier one, its voice included, whether or not that voice is still there. One that
 * equals the newest is not made again. Throws `not-found` and `conflict`.
 */
export function restoreVersion(
  { database }: Personalities,
  caller: Caller,
  personalityId: string,
  number: number,
  { expectedVersion, note }: { expectedVersion?: number | undefined; note?: string | undefined },
): Promise<Personality> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const before = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    refuseLate(before, expectedVersion);
    const { content } = await versionRow(tx, workspaceId, personalityId, number);
    const changes = compareContents(before.content, content);
    if (changes.length > 0) {
      const made = await savePersonalityVersion(tx, caller, before, content, {
        note: note?.trim() || null,
        restoredFrom: number,
      });
      await recordChange(
        tx,
        caller,
        'personality.restored',
        { id: personalityId, name: content.name },
        { number: made, restored: number, fields: changes.map(({ field }) => field) },
      );
    }
    return readPersonality(tx, workspaceId, personalityId);
  });
}
