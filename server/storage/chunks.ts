import { createCipheriv, createDecipheriv } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ByteRange } from './objectKey.ts';
import { type DataKey, IntegrityError } from './sealing.ts';

/** Plaintext bytes of every chunk but the last. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
/** AES-GCM does about a gibibyte a second: after this many chunks (about 1 ms) others get their turn. */
const CHUNKS_PER_TURN = 16;

/**
 * Encrypts an object chunk by chunk (AES-256-GCM). Each chunk is bound to its place, the whole length and the
 * object's key, so that chunks cannot be swapped, cut off, or moved to another object. The nonce is the chunk's
 * index: a data key is random and encrypts one object, once.
 */
export async function sealChunks(objectKey: string, key: DataKey, plain: Buffer): Promise<Buffer> {
  const count = chunkCount(plain.length);
  const sealed = Buffer.allocUnsafe(plain.length + count * TAG_BYTES);
  for (let index = 0; index < count; index++) {
    if (index > 0 && index % CHUNKS_PER_TURN === 0) await nextTurn();
    const chunk = plain.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, nonceOf(index)).setAAD(
      bindingOf(objectKey, index, key.lengthBytes),
    );
    const at = index * SEALED_CHUNK_BYTES;
    cipher.update(chunk).copy(sealed, at);
    cipher.final();
    cipher.getAuthTag().copy(sealed, at + chunk.length);
  }
  return sealed;
}

/** Which bytes of the sealed object cover a plaintext range; all inclusive. */
export function coveringRange(range: ByteRange, lengthBytes: number): ByteRange & { firstChunk: number } {
  const firstChunk = Math.floor(range.start / CHUNK_BYTES);
  const lastChunk = Math.max(firstChunk, Math.floor(range.end / CHUNK_BYTES));
  const sealedLength = lengthBytes + chunkCount(lengthBytes) * TAG_BYTES;
  return {
    firstChunk,
    start: firstChunk * SEALED_CHUNK_BYTES,
    end: Math.min((lastChunk + 1) * SEALED_CHUNK_BYTES, sealedLength) - 1,
  };
}

/** Decrypts consecutive chunks, the first of which is number `firstChunk`. Throws IntegrityError. */
export async function openChunks(
  objectKey: string,
  key: DataKey,
  sealed: Buffer,
  firstChunk: number,
): Promise<Buffer> {
  const count = Math.ceil(sealed.length / SEALED_CHUNK_BYTES);
  const plain = Buffer.allocUnsafe(Math.max(0, sealed.length - count * TAG_BYTES));
  for (let n = 0; n < count; n++) {
    if (n > 0 && n % CHUNKS_PER_TURN === 0) await nextTurn();
    const chunk = sealed.subarray(n * SEALED_CHUNK_BYTES, (n + 1) * SEALED_CHUNK_BYTES);
    openChunk(objectKey, key, chunk, firstChunk + n).copy(plain, n * CHUNK_BYTES);
  }
  return plain;
}

function openChunk(objectKey: string, key: DataKey, sealed: Buffer, index: number): Buffer {
  const body = sealed.length - TAG_BYTES;
  const expected = Math.min(CHUNK_BYTES, Math.max(0, key.lengthBytes - index * CHUNK_BYTES));
  if (body !== expected) throw new IntegrityError(`chunk ${index} has ${body} bytes instead of ${expected}`);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonceOf(index))
    .setAAD(bindingOf(objectKey, index, key.lengthBytes))
    .setAuthTag(sealed.subarray(body));
  const plain = decipher.update(sealed.subarray(0, body));
  try {
    decipher.final();
  } catch (cause) {
    throw new IntegrityError(`chunk ${index} was changed or belongs elsewhere`, { cause });
  }
  return plain;
}

/** An empty object has one empty chunk, so that its emptiness is authenticated, too. */
function chunkCount(lengthBytes: number): number {
  return Math.max(1, Math.ceil(lengthBytes / CHUNK_BYTES));
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

function bindingOf(objectKey: string, index: number, lengthBytes: number): Buffer {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(index, 0);
  numbers.writeBigUInt64BE(BigInt(lengthBytes), 4);
  return Buffer.concat([Buffer.from('voiceops audio 1'), numbers, Buffer.from(objectKey, 'utf8')]);
}
