import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ProblemError } from '../../problem.ts';
import type { EngineTrade } from '../remote/failures.ts';
import type { ChildReply, ChildRequest } from './engineChild.ts';

/** Processes of one engine: they start when first needed and work on one request each. */
export interface EnginePool<Request, Reply> {
  readonly size: number;
  /**
   * Throws ProblemError: what the engine refuses, `timeout`, `synthesis-failed` when its process dies
   * twice on the request or cannot be started; or the signal's reason.
   */
  run(request: Request, options: RunOptions): Promise<Reply>;
  /** Ends every process; what still waits fails with `engine-unavailable`. */
  close(): Promise<void>;
}

export interface RunOptions {
  signal: AbortSignal;
  timeoutMs: number;
  /** What must be loaded for it: a process that worked with it before is asked first. */
  needs?: string;
}

export interface EnginePoolOptions {
  /** For messages: “flite”. */
  name: string;
  /** The module that runs in the process, as `new URL('./x.ts', import.meta.url)`; beside a .js it is a .js. */
  entry: URL;
  processes: number;
  /** How long work that nobody waits for may go on before its process is ended; longer where starting anew is costly. */
  graceMs?: number;
  /** What it is asked for; speech unless it is said. Its failures are told in the words of that. */
  trade?: Exclude<EngineTrade, 'language'>;
  /** A process found with more memory than this after its work is replaced by a fresh one. */
  memoryLimitBytes?: number;
  /** Options of the runtime. */
  execArgv?: readonly string[];
}

const WORDS = {
  speech: { failed: 'synthesis-failed', what: 'this text', shorter: 'Try a shorter text.' },
  recognition: { failed: 'engine-failed', what: 'this recording', shorter: 'Try a shorter recording.' },
} as const;
const GRACE_MS = 120;
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 10_000;

interface Job<Request, Reply> {
  request: Request;
  signal: AbortSignal;
  timeoutMs: number;
  needs: string | undefined;
  attempts: number;
  settled: boolean;
  resolve: (reply: Reply) => void;
  reject: (error: unknown) => void;
}

interface Worker<Request, Reply> {
  child: ChildProcess;
  job: Job<Request, Reply> | undefined;
  id: number;
  timer: NodeJS.Timeout | undefined;
  /** What it worked with, latest last. */
  loaded: Set<string>;
}

/** Opens a pool; nothing is started yet. */
export function openEnginePool<Request, Reply>(options: EnginePoolOptions): EnginePool<Request, Reply> {
  const workers = new Set<Worker<Request, Reply>>();
  const queue: Job<Request, Reply>[] = [];
  const exits = new Set<Promise<void>>();
  const words = WORDS[options.trade ?? 'speech'];
  let closed = false;
  let failures = 0;
  let notBefore = 0;
  let retry: NodeJS.Timeout | undefined;

  function start(): Worker<Request, Reply> {
    const child = forkEntry(options);
    const worker: Worker<Request, Reply> = {
      child,
      job: undefined,
      id: 0,
      timer: undefined,
      loaded: new Set(),
    };
    workers.add(worker);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      workers.delete(worker);
      clearTimeout(worker.timer);
      const job = worker.job;
      worker.job = undefined;
      if (job && !job.settled) died(job);
      pump();
    };
    const exit = new Promise<void>((resolve) => {
      for (const event of ['exit', 'error']) {
        child.once(event, () => {
          leave();
          resolve();
        });
      }
    });
    exits.add(exit);
    void exit.then(() => exits.delete(exit));
    child.on('message', (message: ChildReply<Reply>) => finish(worker, message));
    return worker;
  }

  function died(job: Job<Request, Reply>): void {
    failures++;
    if (failures > 1) {
      notBefore =
        Date.now() + Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(failures - 2, 10));
    }
    if (job.attempts < 2) queue.unshift(job);
    else {
      settle(job, () =>
        job.reject(
          new ProblemError(
            words.failed,
            `The ${options.name} engine stopped twice on ${words.what}. Try again.`,
          ),
        ),
      );
    }
  }

  function finish(worker: Worker<Request, Reply>, message: ChildReply<Reply>): void {
    const job = worker.job;
    if (!job || message.id !== worker.id) return;
    worker.job = undefined;
    clearTimeout(worker.timer);
    rest(worker);
    if (message.memoryBytes > (options.memoryLimitBytes ?? Number.POSITIVE_INFINITY)) retire(worker);
    failures = 0;
    settle(job, () => {
      if ('reply' in message) return job.resolve(message.reply);
      const { code, message: sentence } = message.problem;
      job.reject(
        code
          ? new ProblemError(code, sentence)
          : new ProblemError(words.failed, `The ${options.name} engine failed on ${words.what}. Try again.`, {
              cause: new Error(sentence),
            }),
      );
    });
    pump();
  }

  function retire(worker: Worker<Request, Reply>): void {
    workers.delete(worker);
    worker.child.kill('SIGKILL');
  }

  function idleFor(needs: string | undefined): Worker<Request, Reply> | undefined {
    const idle = [...workers].filter((candidate) => !candidate.job && candidate.child.connected);
    return idle.find(({ loaded }) => needs !== undefined && loaded.has(needs)) ?? idle[0];
  }

  function pump(): void {
    while (!closed && queue.length > 0) {
      let worker = idleFor(queue[0]?.needs);
      if (!worker) {
        if (workers.size >= options.processes) return;
        const waitMs = notBefore - Date.now();
        if (waitMs > 0) {
          retry ??= setTimeout(() => {
            retry = undefined;
            pump();
          }, waitMs);
          return;
        }
        worker = start();
      }
      give(worker, queue.shift()!);
    }
  }

  function give(worker: Worker<Request, Reply>, job: Job<Request, Reply>): void {
    worker.job = job;
    worker.id++;
    if (job.needs !== undefined) {
      worker.loaded.delete(job.needs);
      worker.loaded.add(job.needs);
    }
    job.attempts++;
    worker.child.ref();
    worker.child.channel?.ref();
    const stop = (error: ProblemError) => {
      settle(job, () => job.reject(error));
      worker.child.kill('SIGKILL');
    };
    worker.timer = setTimeout(
      () => stop(new ProblemError('timeout', `The ${options.name} engine took too long. ${words.shorter}`)),
      job.timeoutMs,
    );
    const message: ChildRequest<Request> = { id: worker.id, request: job.request };
    worker.child.send(message, (error) => {
      if (error) worker.child.kill('SIGKILL');
    });
  }

  function settle(job: Job<Request, Reply>, outcome: () => void): void {
    if (job.settled) return;
    job.settled = true;
    outcome();
  }

  function abandon(job: Job<Request, Reply>): void {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    settle(job, () => job.reject(job.signal.reason));
    const worker = [...workers].find((candidate) => candidate.job === job);
    if (!worker) return;
    clearTimeout(worker.timer);
    worker.timer = setTimeout(() => worker.child.kill('SIGKILL'), options.graceMs ?? GRACE_MS);
  }

  return {
    size: options.processes,
    run(request, { signal, timeoutMs, needs }) {
      return new Promise<Reply>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (closed) return reject(shutDown(options.name));
        const onAbort = () => abandon(job);
        const done = () => signal.removeEventListener('abort', onAbort);
        const job: Job<Request, Reply> = {
          request,
          signal,
          timeoutMs,
          needs,
          attempts: 0,
          settled: false,
          resolve: (reply) => {
            done();
            resolve(reply);
          },
          reject: (error) => {
            done();
            reject(error);
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.push(job);
        pump();
      });
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      for (const job of queue.splice(0)) settle(job, () => job.reject(shutDown(options.name)));
      for (const worker of workers) {
        const { job } = worker;
        if (job) settle(job, () => job.reject(shutDown(options.name)));
        worker.child.ref();
        worker.child.kill('SIGKILL');
      }
      await Promise.all(exits);
    },
  };
}

/** An idle process keeps neither a test nor a command line alive. */
function rest<Request, Reply>(worker: Worker<Request, Reply>): void {
  worker.child.unref();
  worker.child.channel?.unref();
}

function shutDown(name: string): ProblemError {
  return new ProblemError(
    'engine-unavailable',
    `The ${name} engine is shutting down. Try again in a moment.`,
  );
}

/** Starts a module as a process of its own; from source through tsx, from a build as it is. */
export function forkEntry({
  entry,
  execArgv = [],
}: Pick<EnginePoolOptions, 'entry' | 'execArgv'>): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const path = fileURLToPath(entry).replace(/\.ts$/, fromSource ? '.ts' : '.js');
  const tsx = fromSource ? pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href : undefined;
  return fork(path, {
    execArgv: ['--no-warnings', ...execArgv, ...(tsx ? ['--import', tsx] : [])],
    // An engine needs none of our settings and secrets.
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}
