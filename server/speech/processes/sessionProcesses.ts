import { ProblemError } from '../../problem.ts';
import { openSessionProcess, type SessionProcess, type SessionProcessOptions } from './sessionProcess.ts';

/** A process is full with so many: each session's work waits for the others'. */
const FULL = 6;
/** With so many, those that wait for each other come too late for who waits for their words: no more are taken. */
const MOST = 24;

/**
 * Up to `processes` of one engine for sessions that each need part of a core. A session goes to the first process
 * that is not full, so that few sessions run in one; when all are, to the one with the fewest. Where all have too much
 * to do, it fails with `engine-busy`.
 */
export function openSessionProcesses<Open, In, Out>({
  processes,
  ...options
}: SessionProcessOptions & { processes: number }): Pick<SessionProcess<Open, In, Out>, 'open' | 'close'> {
  const all = Array.from({ length: processes }, () => openSessionProcess<Open, In, Out>(options));
  return {
    open(request, listener) {
      const free =
        all.find(({ sessions }) => sessions < FULL) ??
        all.reduce((least, one) => (one.sessions < least.sessions ? one : least));
      if (free.sessions < MOST) return free.open(request, listener);
      queueMicrotask(() => listener.onFail(busy(options.name)));
      return { send: () => undefined, close: () => undefined };
    },
    async close() {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

function busy(name: string): ProblemError {
  return new ProblemError(
    'engine-busy',
    `The ${name} hears as many speakers as this machine can follow. Try again in a moment.`,
    { retryAfterSeconds: 1 },
  );
}
