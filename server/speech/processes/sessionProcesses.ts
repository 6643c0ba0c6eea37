import { openSessionProcess, type SessionProcess, type SessionProcessOptions } from './sessionProcess.ts';

/** A process is full with so many: each session's work waits for the others'. */
const FULL = 6;

/**
 * Up to `processes` of one engine for sessions that each need part of a core. A session goes to the first process
 * that is not full, so that few sessions run in one; when all are, to the one with the fewest.
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
      return free.open(request, listener);
    },
    async close() {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
