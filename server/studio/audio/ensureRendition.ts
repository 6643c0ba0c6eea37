import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, lt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { AudioFormat } from '../../../shared/speech/parameters.ts';
import { audioObjects } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { EncodedAudio } from '../../speech/contract.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Studio } from '../studio.ts';
import { type StoredObject, storedObject } from './storedObject.ts';

/** An encoder that has said nothing for so long was killed; its place is taken. */
const ABANDONED_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** A file that is made of a version's master: `marked` ones carry a manifest. */
export interface Rendition {
  workspaceId: string;
  digest: string;
  kind: 'rendition' | 'marked';
  format: AudioFormat;
}

/**
 * The rendition of a digest in a format, made on the first request and kept, so that its bytes are the same each
 * time. The row (unique by digest, kind and format) goes to whoever inserts it first; others, on any node, wait for
 * it. Throws what `make` throws.
 */
export async function ensureRendition(
  studio: Studio,
  rendition: Rendition,
  make: () => Promise<EncodedAudio>,
): Promise<StoredObject> {
  const { workspaceId, digest, kind, format } = rendition;
  const thisRendition = and(
    eq(audioObjects.workspaceId, workspaceId),
    eq(audioObjects.digest, digest),
    eq(audioObjects.kind, kind),
    eq(audioObjects.format, format),
  );
  const deadline = Date.now() + 2 * ABANDONED_AFTER_MS;
  while (Date.now() < deadline) {
    const objectId = v7();
    const found = await studio.database.withWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.select().from(audioObjects).where(thisRendition);
      if (row?.state === 'stored') return row;
      if (row)
        await tx
          .delete(audioObjects)
          .where(
            and(
              eq(audioObjects.id, row.id),
              eq(audioObjects.state, 'pending'),
              lt(audioObjects.createdAt, new Date(Date.now() - ABANDONED_AFTER_MS)),
            ),
          );
      const [mine] = await tx
        .insert(audioObjects)
        .values({ id: objectId, workspaceId, state: 'pending', kind, format, digest })
        .onConflictDoNothing()
        .returning();
      return mine;
    });
    if (found?.state === 'stored') return storedObject(found);
    if (found) return makeInto(studio, workspaceId, objectId, make);
    await delay(LOOK_EVERY_MS);
  }
  throw new ProblemError('timeout', 'The audio could not be encoded in time. Try again in a moment.');
}

async function makeInto(
  { database, audioStore }: Studio,
  workspaceId: string,
  objectId: string,
  make: () => Promise<EncodedAudio>,
): Promise<StoredObject> {
  const thisObject = and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, objectId));
  const key = audioKey(workspaceId, objectId);
  try {
    const { bytes, sha256 } = await make();
    const sealed = await audioStore.putPrivate(key, bytes);
    const [row] = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .update(audioObjects)
        .set({
          state: 'stored',
          sha256,
          sizeBytes: bytes.length,
          wrappedKey: sealed.wrappedKey,
          masterKeyId: sealed.masterKeyId,
        })
        .where(and(thisObject, eq(audioObjects.state, 'pending')))
        .returning(),
    );
    if (!row) throw new ProblemError('timeout', 'The audio could not be encoded in time. Try again.');
    return storedObject(row);
  } catch (error) {
    const gone = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .delete(audioObjects)
        .where(and(thisObject, eq(audioObjects.state, 'pending')))
        .returning({ id: audioObjects.id }),
    );
    if (gone.length > 0) await audioStore.delete(key);
    throw error;
  }
}
