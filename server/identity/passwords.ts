import { hash, verify } from '@node-rs/argon2';

/** The hash of a password (argon2id, the library's defaults: OWASP's 19 MiB, 2 passes), made off the event loop. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one that was hashed. Where there is none (nobody has this e-mail) it does the same
 * work and says no, so that the time taken does not tell which e-mails exist.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password');
  const matches = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && matches;
}
