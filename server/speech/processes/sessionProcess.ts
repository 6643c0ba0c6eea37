import type { ChildProcess } from 'node:child_process';
import { ProblemError } from '../../problem.ts';
import { forkEntry } from './engineProcess.ts';
import type { SessionReply, SessionRequest } from './sessionChild.ts';

export interface SessionProcessOptions {
  /** For messages: “built-in recogniser”. */
  name: string;
  /** The module that runs in the process, as `new URL('./x.ts', import.meta.url)`; beside a .js it is a .js. */
  entry: URL;
  /** Options of the runtime. */
  execArgv?: readonly string[];
}

export interface OpenSession<In> {
  send(message: In): void;
  /** Ends it without waiting for what is under way. */
  close(): void;
}

/** How a session is told of. Exactly one of `onEnd` and `onFail` is called, unless it is closed before. */
export interface SessionListener<Out> {
  onMessage(message: Out): void;
  onEnd(): void;
  onFail(error: ProblemError): void;
}

/** One process of an engine that holds many sessions; it starts with the first, and anew after it died. */
export interface SessionProcess<Open, In, Out> {
  open(request: Open, listener: SessionListener<Out>): OpenSession<In>;
  /** How many are open. */
  readonly sessions: number;
  /** Ends the process; open sessions fail with `engine-unavailable`. */
  close(): Promise<void>;
}

/** Opens the process; nothing is started yet. */
export function openSessionProcess<Open, In, Out>(
  options: SessionProcessOptions,
): SessionProcess<Open, In, Out> {
  const sessions = new Map<number, SessionListener<Out>>();
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let next = 1;
  let closed = false;

  function start(): ChildProcess {
    const started = forkEntry(options);
    child = started;
    const mine = sessions;
    exited = new Promise((resolve) => {
      for (const event of ['exit', 'error']) {
        started.once(event, () => {
          if (child === started) {
            child = undefined;
            const all = [...mine.values()];
            mine.clear();
            for (const listener of all) listener.onFail(died());
          }
          resolve();
        });
      }
    });
    started.on('message', (reply: SessionReply<Out>) => {
      const listener = sessions.get(reply.session);
      if (!listener) return;
      if ('message' in reply) return listener.onMessage(reply.message);
      forget(reply.session);
      if ('end' in reply) return listener.onEnd();
      const { code, message } = reply.problem;
      listener.onFail(
        code
          ? new ProblemError(code, message)
          : new ProblemError('engine-failed', `The ${options.name} failed. Try again.`, {
              cause: new Error(message),
            }),
      );
    });
    return started;
  }

  function died(): ProblemError {
    return closed
      ? new ProblemError('engine-unavailable', `The ${options.name} is shutting down. Try again in a moment.`)
      : new ProblemError('engine-failed', `The ${options.name} stopped. Try again.`);
  }

  /** An idle process keeps neither a test nor a command line alive. */
  function forget(session: number): void {
    sessions.delete(session);
    if (sessions.size > 0) return;
    child?.unref();
    child?.channel?.unref();
  }

  function send(request: SessionRequest<Open, In>): void {
    const to = child;
    to?.send(request, (error) => {
      if (error) to.kill('SIGKILL');
    });
  }

  return {
    open(request, listener) {
      const session = next++;
      if (closed) {
        queueMicrotask(() => listener.onFail(died()));
        return { send: () => undefined, close: () => undefined };
      }
      const process = child ?? start();
      process.ref();
      process.channel?.ref();
      sessions.set(session, listener);
      send({ session, open: request });
      return {
        send(message) {
          if (sessions.has(session)) send({ session, message });
        },
        close() {
          if (!sessions.has(session)) return;
          send({ session, close: true });
          forget(session);
        },
      };
    },
    get sessions() {
      return sessions.size;
    },
    async close() {
      closed = true;
      child?.ref();
      child?.kill('SIGKILL');
      await exited;
    },
  };
}
