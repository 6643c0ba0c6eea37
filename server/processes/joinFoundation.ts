import { join, resolve } from 'node:path';
import { runningAddress } from '../db/embedded/runningAddress.ts';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import { FolderInUse } from './dataFolderLock.ts';
import { type Foundation, layFoundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/**
 * What a command works with: beside a running installation its database, otherwise one that is brought up
 * for the command and ends with the scope.
 */
export async function joinFoundation(env: Env, log: Logger, scope: Scope): Promise<Foundation> {
  try {
    return await layFoundation(env, log, scope);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    const address = await runningAddress(join(resolve(env.VOICEOPS_DATA_DIR), 'postgres'));
    if (!address) throw error;
    return layFoundation({ ...env, DATABASE_URL: address }, log, scope);
  }
}
