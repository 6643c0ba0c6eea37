import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { run, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Jobs } from '../db/jobs.ts';
import { openPresence } from './presence.ts';
import { queueLogger } from './queueLogger.ts';
import { openQueuePool } from './queuePool.ts';
import { type JobInterrupted, RunningJobs } from './runningJobs.ts';

export interface JobContext {
  /**
   * Aborted when the process stops or another may have the job (`reason` is a JobInterrupted). The handler
   * throws then and records no failure: the job runs again, here or elsewhere.
   */
  signal: AbortSignal;
  /** 1 the first time. */
  attempt: number;
  /** Grows by one each time a worker is killed over the job. */
  maxAttempts: number;
  log: Logger;
}

/** Runs one job. Throwing lets the queue try again, after a growing pause, while attempts are left. */
export type JobHandlers = {
  [Name in keyof Jobs]: (payload: Jobs[Name], context: JobContext) => Promise<void>;
};

export interface JobRunnerOptions {
  /** Of the owner of the queue's tables; a session's own connection, not a pooler's shared one. */
  url: string;
  /** Jobs run at the same time by this process. */
  concurrency: number;
  /** Jobs of other kinds are left to other runners. */
  handlers: Partial<JobHandlers>;
  log: Logger;
  /** Called as each job begins, with how long it waited since it was due. */
  onTaken?: (job: keyof Jobs, waitedMs: number) => void;
}

export interface JobRunner {
  /**
   * Takes no more jobs and waits for those that run; after `graceMs` their signals are aborted, and what
   * they leave goes back to the queue.
   */
  stop(options: { graceMs: number }): Promise<void>;
}

/** Looks for jobs whose notification got lost, and for those whose time has come. */
const POLL_MS = 1_000;
/** Before the queue is started again; twice as long after each start in a row that came to nothing. */
const RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 30_000;
/** What a handler may take to end after its signal was aborted. */
const SETTLE_MS = 5_000;

/** Starts taking jobs; returns at once and keeps at it through restarts of the database. */
export function startJobRunner({ url, concurrency, handlers, log, onTaken }: JobRunnerOptions): JobRunner {
  const running = new RunningJobs();
  const stopping = new AbortController();
  const taskList = makeTasks(handlers, running, log, onTaken);
  let current: WorkerPool | undefined;
  let leaving: Promise<void> | undefined;
  let left: () => void = () => undefined;
  const presence = openPresence({
    url,
    log,
    running: () => running.ids,
    onLost: () => {
      if (running.ids.length === 0) return;
      log.warn(
        { jobs: running.ids.length },
        'out of touch with the database for too long; giving up the jobs that run',
      );
      void leave('lost');
    },
  });

  /** Ends the current pool in the middle of its jobs, which go back to the queue. */
  function leave(reason: JobInterrupted['reason']): Promise<void> {
    leaving ??= (async () => {
      const pool = current;
      running.interrupt(reason);
      await within(running.idle(), SETTLE_MS);
      if (!pool) return;
      // Handed back first: the pool's own shutdown would count what it still holds as failed.
      await presence.handBack(pool.id);
      await within(Promise.resolve(pool.forcefulShutdown('giving up the jobs that run')), SETTLE_MS);
    })()
      .catch((error: unknown) => log.warn({ err: error }, 'the job queue did not end cleanly'))
      .finally(() => {
        leaving = undefined;
        left();
      });
    return leaving;
  }

  async function takeJobs(pgPool: pg.Pool, onLooked: () => void): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    const broken = brokenPool(events, onLooked);
    let pool: WorkerPool | undefined;
    events.on('pool:create', ({ workerPool }) => {
      pool = workerPool;
      current = workerPool;
      presence.add(workerPool.id);
    });
    const runner = await run({
      pgPool,
      events,
      taskList,
      concurrency,
      noHandleSignals: true,
      parsedCronItems: [],
      pollInterval: POLL_MS,
      // Asked before each job is taken: without the lock of this process held, none is.
      forbiddenFlags: async () => {
        await presence.shown(stopping.signal);
        return [];
      },
      // Without the batcher, an end that cannot be written down would be an unhandled rejection.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: queueLogger(log),
    });
    const stop = () => runner.stop().catch(() => undefined);
    if (stopping.signal.aborted) void stop();
    stopping.signal.addEventListener('abort', stop);
    const given = new Promise<void>((resolve) => {
      left = resolve;
    });
    try {
      const reason = await Promise.race([runner.promise, broken, given]);
      if (!reason) return;
      // It takes no more from here on. Its own shutdown may never end: what runs may finish, what is still marked runs again.
      void stop();
      await within(
        runner.promise.catch(() => undefined),
        SETTLE_MS,
      );
      await running.idle();
      if (pool) await presence.handBack(pool.id);
      throw reason;
    } finally {
      stopping.signal.removeEventListener('abort', stop);
    }
  }

  const life = (async () => {
    let restartMs = RESTART_MS;
    while (!stopping.signal.aborted) {
      const pgPool = openQueuePool(url, concurrency + 2);
      let againInMs = RESTART_MS;
      try {
        await takeJobs(pgPool, () => {
          restartMs = RESTART_MS;
        });
      } catch (error) {
        againInMs = restartMs;
        restartMs = Math.min(2 * restartMs, LONGEST_RESTART_MS);
        log.error({ err: error, againInMs }, 'the job queue ended; starting it again');
      }
      await leaving;
      if (current) await presence.remove(current.id);
      current = undefined;
      await within(
        pgPool.end().catch(() => undefined),
        SETTLE_MS,
      );
      await delay(againInMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    async stop({ graceMs }) {
      stopping.abort();
      await within(life, graceMs);
      if (running.ids.length > 0) {
        log.warn({ jobs: running.ids.length }, 'stopping in the middle of jobs; they go back to the queue');
        await within(leave('stopping'), 2 * SETTLE_MS);
      }
      await within(life, SETTLE_MS);
      await presence.close();
    },
  };
}

/**
 * Resolves with the reason why a pool is of no use any more: the end of a job could not be written down (its
 * batchers count a second such failure twice and never shut down), or its first look for jobs failed (it keeps that
 * answer as the names of its tasks, and every later look fails by it). `onLooked` is told that the first look succeeded.
 */
function brokenPool(events: WorkerEvents, onLooked: () => void): Promise<Error> {
  return new Promise((resolve) => {
    const give = ({ error }: { error: unknown }) => resolve(coerced(error));
    const looked = () => {
      events.off('worker:getJob:error', give);
      onLooked();
    };
    events.on('pool:fatalError', give);
    events.on('worker:getJob:error', give);
    events.once('worker:getJob:empty', looked);
    events.once('job:start', looked);
  });
}

/** The handlers as the queue calls them. */
function makeTasks(
  handlers: Partial<JobHandlers>,
  running: RunningJobs,
  log: Logger,
  onTaken: JobRunnerOptions['onTaken'],
): TaskList {
  const tasks: TaskList = {};
  for (const [name, handler] of Object.entries(handlers)) {
    // The queue's rows are written by `enqueue` alone, which ties each name to its payload.
    const handle = handler as (payload: unknown, context: JobContext) => Promise<void>;
    tasks[name] = async (payload, { job }) => {
      const jobLog = log.child({ job: name, jobId: job.id, attempt: job.attempts });
      // The database's clock may be ahead of ours.
      onTaken?.(name as keyof Jobs, Math.max(0, Date.now() - job.run_at.getTime()));
      await running.track(job.id, async (signal) => {
        const context = { signal, attempt: job.attempts, maxAttempts: job.max_attempts, log: jobLog };
        await handle(payload, context).catch((error: unknown) => {
          if (!signal.aborted) jobLog.warn({ err: error }, 'job failed');
          throw error;
        });
      });
    };
  }
  return tasks;
}

function coerced(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, delay(ms, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
