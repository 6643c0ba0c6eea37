import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A key under which data keys and short secrets are sealed. */
export interface MasterKey {
  /** Names the key without telling it: the first 12 hex digits of a hash. */
  id: string;
  bytes: Buffer;
}

/** The installation's master keys, newest first: the first one seals, the older ones only open. */
export interface MasterKeys {
  current(): MasterKey;
  /** Throws when the key is not here. */
  byId(id: string): MasterKey;
  all(): readonly MasterKey[];
}

/**
 * Reads keys of 32 bytes written as 64 hex digits or base64, separated by commas or white space, the current
 * one first. Throws with what is wanted, never with the key itself.
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const bytes = /^[0-9a-f]{64}$/i.test(word) ? Buffer.from(word, 'hex') : Buffer.from(word, 'base64');
      if (bytes.length !== 32 || !/^[0-9a-zA-Z+/_-]+=*$/.test(word))
        throw new Error(
          'a master key is 32 random bytes in base64 or hex (make one with: openssl rand -base64 32)',
        );
      return { id: masterKeyId(bytes), bytes };
    });
  if (keys.length === 0) throw new Error('there is no master key');
  return keys;
}

/** The short name of a master key. */
export function masterKeyId(bytes: Buffer): string {
  return createHash('sha256').update('voiceops master key').update(bytes).digest('hex').slice(0, 12);
}

/** Keys that stay the same while the process lives, as from the environment. */
export function fixedMasterKeys(keys: MasterKey[]): MasterKeys {
  return {
    current: () => keys[0] as MasterKey,
    byId: (id) => keyWithId(keys, id),
    all: () => keys,
  };
}

/**
 * Keys of a file (mode 0600), made with one random key when missing. A rotation that changes the file is noticed
 * at the next use, so that running processes follow it.
 */
export async function masterKeysFromFile(path: string): Promise<MasterKeys> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  createMasterKeyFile(path);
  let readAt = '';
  let keys: MasterKey[] = [];
  const fresh = () => {
    const { mtimeMs, ino, size } = statSync(path);
    const stamp = `${mtimeMs}:${ino}:${size}`;
    if (stamp !== readAt) {
      keys = parseMasterKeys(readFileSync(path, 'utf8'));
      readAt = stamp;
    }
    return keys;
  };
  fresh();
  return {
    current: () => fresh()[0] as MasterKey,
    byId: (id) => keyWithId(fresh(), id),
    all: () => fresh(),
  };
}

/** Replaces the file's keys, durably and at once; the first becomes the current one. */
export function writeMasterKeyFile(path: string, keys: MasterKey[]): void {
  const temporary = `${path}.new`;
  writeSynced(temporary, 'w', keys);
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** A new random key. */
export function newMasterKey(): MasterKey {
  const bytes = randomBytes(32);
  return { id: masterKeyId(bytes), bytes };
}

function createMasterKeyFile(path: string): void {
  try {
    writeSynced(path, 'wx', [newMasterKey()]);
    syncFolder(dirname(path));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function writeSynced(path: string, flags: 'w' | 'wx', keys: MasterKey[]): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeSync(file, `${keys.map((key) => key.bytes.toString('base64')).join('\n')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function keyWithId(keys: readonly MasterKey[], id: string): MasterKey {
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) throw new Error(`the master key ${id} is not here: put it back after the current one`);
  return key;
}
