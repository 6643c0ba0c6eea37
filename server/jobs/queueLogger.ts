import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** What the queue's library says, in our log: only its problems are worth a line. */
export function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning')
      log.warn({ said: message }, 'the job queue reported a problem');
    else log.debug({ said: message }, 'job queue');
  });
}
