import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { MasterKey, MasterKeys } from '../storage/masterKeys.ts';

/** Signs with keys that nobody who holds only the database or only the storage has. */
export interface Signer {
  sign(text: string): { keyId: string; signature: string };
  /** `unknown-key`: it was signed under a master key that is not here. */
  verify(text: string, keyId: string, signature: string): 'right' | 'wrong' | 'unknown-key';
}

/** HMAC-SHA256 under a key of this purpose alone, derived from the master key by HKDF. */
export function createSigner(masters: MasterKeys, purpose: string): Signer {
  const mac = (master: MasterKey, text: string) =>
    createHmac('sha256', Buffer.from(hkdfSync('sha256', master.bytes, '', purpose, 32)))
      .update(text)
      .digest();
  return {
    sign(text) {
      const master = masters.current();
      return { keyId: master.id, signature: mac(master, text).toString('hex') };
    },
    verify(text, keyId, signature) {
      const master = masters.all().find((each) => each.id === keyId);
      if (!master) return 'unknown-key';
      const given = Buffer.from(signature, 'hex');
      const expected = mac(master, text);
      return given.length === expected.length && timingSafeEqual(given, expected) ? 'right' : 'wrong';
    },
  };
}
