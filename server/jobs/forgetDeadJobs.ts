import { makeWorkerUtils } from 'graphile-worker';
import type { Logger } from 'pino';
import { queueLogger } from './queueLogger.ts';

/**
 * Removes jobs from the queue that have no attempt left and that nobody runs. What became of their work stands
 * where the work is recorded, and why they failed in the log.
 * @param url of the owner of the queue's tables
 */
export async function forgetDeadJobs(url: string, log: Logger): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: 1, logger: queueLogger(log) });
  try {
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] });
  } finally {
    await utils.release();
  }
}
