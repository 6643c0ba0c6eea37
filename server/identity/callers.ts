import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.ts';
import { findApiKey, noteKeyUse } from './findApiKey.ts';
import type { KnownCaller } from './knownCaller.ts';
import { hashSecret } from './secrets.ts';
import { findSession, noteSessionUse } from './sessions.ts';

/** Answers who stands behind a key or a session, without asking the database for every request. */
export interface Callers {
  ofKey(key: string): Promise<KnownCaller | null>;
  ofSession(token: string): Promise<KnownCaller | null>;
  /** Whether this key or token was somebody's when it was last looked up here. */
  hasMet(credential: string): boolean;
  /** Asks the database afresh from now on: call it once rights have changed, here or on another node. */
  forget(): void;
  /** Resolves when what is being written has been. */
  settled(): Promise<void>;
}

interface Log {
  warn(fields: object, message: string): void;
}

/** So long may a revoked key or an ended session still work on another node that was not told (`notifyRights`). */
const REMEMBER_MS = 5000;
/** Uses are written down at most so often for each key and session. */
const NOTE_EVERY_MS = 60_000;
const REMEMBERED = 10_000;

interface Entry {
  caller: KnownCaller;
  /** When a key ends by itself. */
  expiresAt: Date | null;
}

/** Callers of a database. What goes wrong when a use is written down is logged, and nobody's request fails. */
export function createCallers(database: Database, log: Log): Callers {
  const known = new LRUCache<string, Promise<Entry | null>>({ max: REMEMBERED, ttl: REMEMBER_MS });
  const noted = new LRUCache<string, true>({ max: REMEMBERED, ttl: NOTE_EVERY_MS });
  const met = new LRUCache<string, true>({ max: REMEMBERED });
  const writing = new Set<Promise<void>>();

  function note(id: string, write: () => Promise<void>): void {
    if (noted.has(id)) return;
    noted.set(id, true);
    const written = write()
      .catch((err: unknown) => log.warn({ err }, 'use of a credential could not be noted'))
      .finally(() => writing.delete(written));
    writing.add(written);
  }

  async function look(
    id: string,
    hash: Buffer,
    find: () => Promise<Entry | null>,
  ): Promise<KnownCaller | null> {
    let found = known.get(id);
    if (!found) {
      found = find();
      known.set(id, found);
      // A database that fails for a moment must not be remembered as an answer.
      found.catch(() => known.delete(id));
    }
    const entry = await found;
    const caller = entry && (!entry.expiresAt || entry.expiresAt > new Date()) ? entry.caller : null;
    if (caller) met.set(hash.toString('base64'), true);
    else met.delete(hash.toString('base64'));
    return caller;
  }

  return {
    async ofKey(key) {
      const hash = hashSecret(key);
      const id = `key:${hash.toString('base64')}`;
      const caller = await look(id, hash, () => findApiKey(database, hash));
      if (caller) note(id, () => noteKeyUse(database, caller));
      return caller;
    },
    async ofSession(token) {
      const hash = hashSecret(token);
      const id = `session:${hash.toString('base64')}`;
      const caller = await look(id, hash, async () => {
        const found = await findSession(database, hash);
        return found && { caller: found, expiresAt: null };
      });
      if (caller) note(id, () => noteSessionUse(database, caller, hash));
      return caller;
    },
    hasMet: (credential) => met.has(hashSecret(credential).toString('base64')),
    forget: () => known.clear(),
    async settled() {
      await Promise.all(writing);
    },
  };
}
