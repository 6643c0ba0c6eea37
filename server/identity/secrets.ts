import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text for an address, a cookie or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored of a secret. They are 256 random bits, so neither salt nor stretching is needed; and a look-up
 * by hash tells a caller's timing nothing about the secrets that exist.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
