import type { audioObjects } from '../../db/schema/index.ts';
import type { SealedKey } from '../../storage/audioStore.ts';

/** A private object whose bytes are there. */
export interface StoredObject {
  id: string;
  sha256: string;
  sizeBytes: number;
  sealed: SealedKey;
}

/** Throws when the row is not that of a stored private object: that is a fault of ours. */
export function storedObject(row: typeof audioObjects.$inferSelect): StoredObject {
  const { id, state, sha256, sizeBytes, wrappedKey, masterKeyId } = row;
  if (state !== 'stored' || sha256 === null || sizeBytes === null || !wrappedKey || masterKeyId === null)
    throw new Error('an audio object that should be stored is not');
  return { id, sha256, sizeBytes, sealed: { wrappedKey, masterKeyId } };
}
