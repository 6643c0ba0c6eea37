import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedKey } from './audioStore.ts';
import type { MasterKeys } from './masterKeys.ts';

/** What a wrapped key holds: the object's data key and its plaintext length, which bounds every chunk. */
export interface DataKey {
  bytes: Buffer;
  lengthBytes: number;
}

/** Something sealed does not open: it was changed, cut, swapped, or sealed under another key. */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError';
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 6;
const DATA_KEY_FORMAT = Buffer.from('voiceops data key 1');
const SECRET_FORMAT = Buffer.from('voiceops secret 1');

/** Wraps a data key under the current master key. */
export function wrapDataKey(masters: MasterKeys, key: DataKey): SealedKey {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(key.lengthBytes));
  const master = masters.current();
  return {
    wrappedKey: encrypt(master.bytes, DATA_KEY_FORMAT, Buffer.concat([key.bytes, length])),
    masterKeyId: master.id,
  };
}

/** Throws IntegrityError when it was changed, Error when its master key is not here. */
export function unwrapDataKey(masters: MasterKeys, sealed: SealedKey): DataKey {
  const plain = decrypt(masters.byId(sealed.masterKeyId).bytes, DATA_KEY_FORMAT, sealed.wrappedKey);
  return { bytes: plain.subarray(0, 32), lengthBytes: Number(plain.readBigUInt64BE(32)) };
}

/** Seals a short secret under the current master key, whose id it carries. */
export function sealSecret(masters: MasterKeys, secret: string): Buffer {
  const master = masters.current();
  return Buffer.concat([
    Buffer.from(master.id, 'hex'),
    encrypt(master.bytes, SECRET_FORMAT, Buffer.from(secret, 'utf8')),
  ]);
}

/** Undoes `sealSecret`; throws like `unwrapDataKey`. */
export function openSecret(masters: MasterKeys, sealed: Buffer): string {
  const master = masters.byId(secretKeyId(sealed));
  return decrypt(master.bytes, SECRET_FORMAT, sealed.subarray(KEY_ID_BYTES)).toString('utf8');
}

/** The master key that a sealed secret needs. */
export function secretKeyId(sealed: Buffer): string {
  return sealed.subarray(0, KEY_ID_BYTES).toString('hex');
}

function encrypt(key: Buffer, format: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(format);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, format: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new IntegrityError('the sealed value is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(format)
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw new IntegrityError('the sealed value was changed or belongs to another key', { cause });
  }
}
