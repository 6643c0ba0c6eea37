import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, lt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { AudioFormat } from '../../../shared/speech/parameters.ts';
import { parseWav } from '../../audio/wav.ts';
import { audioObjects } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Studio } from '../studio.ts';
import { type StoredObject, storedObject } from './storedObject.ts';

/** An encoder that has said nothing for so long was killed; its place is taken. */
const ABANDONED_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 50;

interface Source {
  workspaceId: string;
  digest: string;
  master: StoredObject;
}

/**
 * The rendition of a digest in a format, made on the first request and kept. The row (unique by digest and
 * format) goes to whoever inserts it first; others, on any node, wait for it. Throws what encoding throws.
 */
export async function ensureRendition(
  studio: Studio,
  source: Source,
  format: Exclude<AudioFormat, 'wav'>,
): Promise<StoredObject> {
  const thisRendition = and(
    eq(audioObjects.workspaceId, source.workspaceId),
    eq(audioObjects.digest, source.digest),
    eq(audioObjects.kind, 'rendition'),
    eq(audioObjects.format, format),
  );
  const deadline = Date.now() + 2 * ABANDONED_AFTER_MS;
  while (Date.now() < deadline) {
    const objectId = v7();
    const found = await studio.database.withWorkspace(source.workspaceId, async (tx) => {
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
        .values({
          id: objectId,
          workspaceId: source.workspaceId,
          state: 'pending',
          kind: 'rendition',
          format,
          digest: source.digest,
        })
        .onConflictDoNothing()
        .returning();
      return mine;
    });
    if (found?.state === 'stored') return storedObject(found);
    if (found) return encodeInto(studio, source, format, objectId);
    await delay(LOOK_EVERY_MS);
  }
  throw new ProblemError('timeout', 'The audio could not be encoded in time. Try again in a moment.');
}

async function encodeInto(
  { database, audioStore, speech }: Studio,
  { workspaceId, master }: Source,
  format: Exclude<AudioFormat, 'wav'>,
  objectId: string,
): Promise<StoredObject> {
  const thisObject = and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, objectId));
  const key = audioKey(workspaceId, objectId);
  try {
    const wav = parseWav(await audioStore.getPrivate(audioKey(workspaceId, master.id), master.sealed));
    const { bytes, sha256 } = await speech.encode(wav.samples, wav.rateHz, format);
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
