import { makeWorkerUtils } from 'graphile-worker';
import type { Logger } from 'pino';
import { queueLogger } from './queueLogger.ts';
import { openQueuePool } from './queuePool.ts';

/**
 * Removes jobs from the queue that have no attempt left and that nobody runs. What became of their work stands
 * where the work is recorded, and why they failed in the log.
 * @param url of the owner of the queue's tables
 */
export async function forgetDeadJobs(url: string, log: Logger): Promise<void> {
  const pgPool = openQueuePool(url, 1);
  try {
    const utils = await makeWorkerUtils({ pgPool, logger: queueLogger(log) });
    try {
      await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] });
    } finally {
      await utils.release();
    }
  } finally {
    await pgPool.end();
  }
}
