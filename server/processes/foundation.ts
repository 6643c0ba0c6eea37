import { join, resolve } from 'node:path';
import { type Database, openDatabase } from '../db/database.ts';
import { startEmbeddedPostgres } from '../db/embedded/index.ts';
import { migrate } from '../db/migrate.ts';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import type { AudioStore } from '../storage/audioStore.ts';
import { byteStoreFrom } from '../storage/byteStoreFrom.ts';
import { encryptedAudioStore } from '../storage/encryptedAudioStore.ts';
import { fixedMasterKeys, type MasterKeys, masterKeysFromFile } from '../storage/masterKeys.ts';
import { lockDataFolder } from './dataFolderLock.ts';
import { guardMasterKeys } from './guardMasterKeys.ts';
import type { Scope } from './scope.ts';

/** What every role stands on. */
export interface Foundation {
  env: Env;
  log: Logger;
  /** Of the owner of the tables. */
  databaseUrl: string;
  database: Database;
  audioStore: AudioStore;
  masters: MasterKeys;
}

/** Brings up database and storage; what it started ends with the scope. */
export async function layFoundation(env: Env, log: Logger, scope: Scope): Promise<Foundation> {
  const databaseUrl = env.DATABASE_URL ?? (await startDatabase(env, log, scope));
  await migrate(databaseUrl);
  const masters = await openMasterKeys(env);
  await guardMasterKeys(databaseUrl, masters);
  const bytes = await byteStoreFrom(env.VOICEOPS_STORAGE_URL ?? join(env.VOICEOPS_DATA_DIR, 'storage'));
  const database = openDatabase(databaseUrl, env.VOICEOPS_DATABASE_CONNECTIONS);
  scope.defer(() => database.close());
  return { env, log, databaseUrl, database, masters, audioStore: encryptedAudioStore(bytes, masters) };
}

/** The master keys of the settings, else of the data folder's key file. */
export async function openMasterKeys(env: Env): Promise<MasterKeys> {
  return env.VOICEOPS_MASTER_KEY
    ? fixedMasterKeys(env.VOICEOPS_MASTER_KEY)
    : masterKeysFromFile(masterKeyFile(env));
}

/** The key file of the data folder. */
export function masterKeyFile(env: Env): string {
  return join(resolve(env.VOICEOPS_DATA_DIR), 'master.key');
}

/** The embedded database of the data folder, for this process alone; it stops with the scope. Throws FolderInUse. */
async function startDatabase(env: Env, log: Logger, scope: Scope): Promise<string> {
  const dataDir = resolve(env.VOICEOPS_DATA_DIR);
  scope.defer(lockDataFolder(dataDir));
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), log });
  scope.defer(() => server.stop());
  return server.url;
}
