import { and, eq, inArray, sql } from 'drizzle-orm';
import { audioObjects } from '../../db/schema/index.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Studio } from '../studio.ts';

const STORED_KEY = /^audio\/([0-9a-f-]{36})\/[0-9a-f]{2}\/([0-9a-f-]{36})$/;
/** Files asked about in one query. */
const AT_ONCE = 500;

type Swept = Pick<Studio, 'database' | 'audioStore'>;

/** What may have been begun a moment ago is left alone. */
const OLD_MS = 10 * 60_000;

/**
 * Removes audio that a crash left and nobody needs: objects still pending after `olderThanMs` whose attempt
 * is dead. Gives how many.
 */
export async function sweepPending({ database, audioStore }: Swept, olderThanMs = OLD_MS): Promise<number> {
  const { rows } = await database.outside.execute<{ workspace_id: string; object_id: string }>(
    sql`select workspace_id, object_id from voiceops_abandoned_audio(make_interval(secs => ${olderThanMs / 1000}))`,
  );
  let gone = 0;
  for (const { workspace_id: workspaceId, object_id: objectId } of rows) {
    const deleted = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .delete(audioObjects)
        .where(
          and(
            eq(audioObjects.workspaceId, workspaceId),
            eq(audioObjects.id, objectId),
            eq(audioObjects.state, 'pending'),
          ),
        )
        .returning({ id: audioObjects.id }),
    );
    if (deleted.length === 0) continue;
    await audioStore.delete(audioKey(workspaceId, objectId));
    gone++;
  }
  return gone;
}

/**
 * Removes files without a row; gives how many. A row is written before its file and removed before it, so a
 * file that is older than `olderThanMs` and has no row belongs to nobody. Lists the whole store: that takes
 * long, and costs money, where it is a bucket.
 */
export async function sweepStrayFiles(studio: Swept, olderThanMs = OLD_MS): Promise<number> {
  const youngest = Date.now() - olderThanMs;
  let gone = 0;
  let batch: { workspaceId: string; objectId: string }[] = [];
  for await (const key of studio.audioStore.bytes.list('audio/')) {
    const [, workspaceId, objectId] = STORED_KEY.exec(key) ?? [];
    if (!workspaceId || !objectId || createdAtMs(objectId) > youngest) continue;
    batch.push({ workspaceId, objectId });
    if (batch.length >= AT_ONCE) {
      gone += await deleteRowless(studio, batch);
      batch = [];
    }
  }
  return gone + (await deleteRowless(studio, batch));
}

async function deleteRowless(
  { database, audioStore }: Swept,
  files: { workspaceId: string; objectId: string }[],
): Promise<number> {
  let gone = 0;
  for (const workspaceId of new Set(files.map((file) => file.workspaceId))) {
    const ids = files.filter((file) => file.workspaceId === workspaceId).map((file) => file.objectId);
    const known = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .select({ id: audioObjects.id })
        .from(audioObjects)
        .where(and(eq(audioObjects.workspaceId, workspaceId), inArray(audioObjects.id, ids))),
    );
    const rows = new Set(known.map((row) => row.id));
    for (const objectId of ids) {
      if (rows.has(objectId)) continue;
      await audioStore.delete(audioKey(workspaceId, objectId));
      gone++;
    }
  }
  return gone;
}

/** The time that a UUID version 7 carries in its first 48 bits. */
function createdAtMs(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
