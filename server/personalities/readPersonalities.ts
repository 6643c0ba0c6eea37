import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { BuiltInstructions, Personality } from '../../shared/api/personalities.ts';
import { openingWords } from '../../shared/personalities/greeting.ts';
import { buildInstructions } from '../../shared/personalities/instructions.ts';
import type { Caller } from '../caller.ts';
import { decodeCursor, IdPosition, pageOf } from '../db/page.ts';
import { presentPersonality, readPersonality, selectPersonalities } from '../db/personalities.ts';
import { personalities } from '../db/schema/index.ts';
import type { Personalities } from './personalities.ts';
import { versionRow } from './versions.ts';

/** A page of the workspace's personalities, in the order they were made; deleted ones are left out. */
export async function listPersonalities(
  { database }: Personalities,
  { workspaceId }: Caller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: Personality[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, IdPosition);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    selectPersonalities(tx)
      .where(
        and(
          eq(personalities.workspaceId, workspaceId),
          isNull(personalities.deletedAt),
          after === null ? undefined : gt(personalities.id, after[0]),
        ),
      )
      .orderBy(asc(personalities.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, ({ personality }) => [personality.id]);
  return { items: items.map(presentPersonality), nextCursor };
}

/** Throws `not-found`. */
export function getPersonality({ database }: Personalities, { workspaceId }: Caller, id: string) {
  return database.withWorkspace(workspaceId, (tx) => readPersonality(tx, workspaceId, id));
}

/** What it is told to be, in one of its versions or the newest one. Throws `not-found`. */
export async function getInstructions(
  { database }: Personalities,
  { workspaceId }: Caller,
  personalityId: string,
  number: number | undefined,
): Promise<BuiltInstructions> {
  const row = await database.withWorkspace(workspaceId, (tx) =>
    versionRow(tx, workspaceId, personalityId, number ?? 'newest'),
  );
  return {
    personalityId,
    versionId: row.id,
    number: row.number,
    instructions: buildInstructions(row.content),
    greeting: openingWords(row.content),
  };
}
