import { randomBytes } from 'node:crypto';
import type { AudioStore, ByteStore } from './audioStore.ts';
import { CHUNK_BYTES, coveringRange, openChunks, sealChunks } from './chunks.ts';
import type { MasterKeys } from './masterKeys.ts';
import { clippedRange } from './objectKey.ts';
import { IntegrityError, openSecret, sealSecret, unwrapDataKey, wrapDataKey } from './sealing.ts';

/**
 * Audio in a byte store: private objects encrypted in chunks under a data key of their own, published ones in the
 * clear. `getPrivate` throws IntegrityError when what lies in the store is not what was put there.
 */
export function encryptedAudioStore(bytes: ByteStore, masters: MasterKeys): AudioStore {
  return {
    bytes,

    async putPrivate(key, plain, signal) {
      const dataKey = { bytes: randomBytes(32), lengthBytes: plain.length };
      const sealed = wrapDataKey(masters, dataKey);
      await bytes.put(key, await sealChunks(key, dataKey, plain), signal);
      return sealed;
    },

    async getPrivate(key, sealed, range) {
      const dataKey = unwrapDataKey(masters, sealed);
      const wanted = clippedRange(range, dataKey.lengthBytes);
      const covering = coveringRange(wanted, dataKey.lengthBytes);
      const stored = await bytes.get(key, covering).catch((error: unknown) => {
        if (error instanceof RangeError) throw new IntegrityError('the object was cut', { cause: error });
        throw error;
      });
      if (stored.length !== covering.end - covering.start + 1) throw new IntegrityError('the object was cut');
      const plain = await openChunks(key, dataKey, stored, covering.firstChunk);
      const skipped = wanted.start - covering.firstChunk * CHUNK_BYTES;
      return plain.subarray(skipped, skipped + wanted.end - wanted.start + 1);
    },

    putPublished: (key, plain) => bytes.put(key, plain),
    getPublished: (key, range) => bytes.get(key, range),
    delete: (key) => bytes.delete(key),
    rewrap: (sealed) => wrapDataKey(masters, unwrapDataKey(masters, sealed)),
    seal: (secret) => sealSecret(masters, secret),
    open: (sealed) => openSecret(masters, sealed),
  };
}
