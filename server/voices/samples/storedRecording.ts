import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { WorkspaceTx } from '../../db/database.ts';
import { audioObjects } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { audioKey, type SealedKey } from '../../storage/audioStore.ts';
import type { Voices } from '../voices.ts';

/** A file that lies in the store, and the row that says so not yet `stored`: `keep` does that. */
export interface Stored {
  id: string;
  sealed: SealedKey;
}

/**
 * Puts a file of a person into the store, encrypted. Its row is written first and stays `pending` until a transaction
 * of the caller calls `keep`: what a crash leaves between is swept away.
 */
export async function storeRecording(
  { database, audioStore }: Pick<Voices, 'database' | 'audioStore'>,
  workspaceId: string,
  bytes: Buffer,
  format: string,
): Promise<Stored> {
  const id = v7();
  await database.withWorkspace(workspaceId, (tx) =>
    tx.insert(audioObjects).values({ id, workspaceId, state: 'pending', kind: 'recording', format }),
  );
  return { id, sealed: await audioStore.putPrivate(audioKey(workspaceId, id), bytes) };
}

/** Keeps a stored file, in the transaction that writes the row it belongs to. */
export async function keep(
  tx: WorkspaceTx,
  workspaceId: string,
  { id, sealed }: Stored,
  sizeBytes: number,
): Promise<void> {
  await tx
    .update(audioObjects)
    .set({ state: 'stored', sizeBytes, ...sealed })
    .where(and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, id)));
}

/** Reads a kept file. Throws `not-found`. */
export async function readRecording(
  { database, audioStore }: Pick<Voices, 'database' | 'audioStore'>,
  workspaceId: string,
  id: string,
): Promise<Buffer> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ wrappedKey: audioObjects.wrappedKey, masterKeyId: audioObjects.masterKeyId })
      .from(audioObjects)
      .where(
        and(
          eq(audioObjects.workspaceId, workspaceId),
          eq(audioObjects.id, id),
          eq(audioObjects.state, 'stored'),
        ),
      ),
  );
  if (!row?.wrappedKey || !row.masterKeyId) throw notFound('recording');
  return audioStore.getPrivate(audioKey(workspaceId, id), {
    wrappedKey: row.wrappedKey,
    masterKeyId: row.masterKeyId,
  });
}

/** Forgets a file whose owner's row is gone, in that transaction; then, after it, `audioStore.delete`. */
export async function forget(tx: WorkspaceTx, workspaceId: string, id: string): Promise<void> {
  await tx
    .delete(audioObjects)
    .where(and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, id)));
}
