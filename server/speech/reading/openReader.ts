import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProblemError } from '../../problem.ts';
import { HEARING_RATE_HZ, type Recording } from '../recognition/contract.ts';
import type { ReadInThread } from './thread.ts';

/** Decodes files of people on threads of their own. */
export interface Reader {
  /** Throws what `decodeFile` throws, `timeout`, or the signal's reason. */
  read(bytes: Uint8Array, signal: AbortSignal): Promise<Recording>;
  close(): Promise<void>;
}

const IDLE_MS = 30_000;
/** An hour of the slowest format takes a fraction of this; what takes longer was made to. */
const TIMEOUT_MS = 120_000;

/** Opens the threads; the first starts with the first file. */
export function openReader({ threads }: { threads: number }): Reader {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<Uint8Array, ReadInThread>({
    filename: fileURLToPath(new URL(fromSource ? './thread.ts' : './thread.js', import.meta.url)),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  // What comes here is nobody's, such as the answer to a file that was given up at the same moment.
  pool.on('error', () => undefined);
  return {
    async read(bytes, signal) {
      signal.throwIfAborted();
      const late = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await pool
        .run(bytes, { signal: AbortSignal.any([signal, late]) })
        .catch((error: unknown) => {
          signal.throwIfAborted();
          if (late.aborted) throw new ProblemError('timeout', 'The recording took too long to read.');
          throw error;
        });
      if ('problem' in answer) throw new ProblemError(answer.problem.code, answer.problem.message);
      const { samples, ...read } = answer.read;
      return { samples, durationMs: (1000 * samples.length) / HEARING_RATE_HZ, ...read };
    },
    close: () => pool.close(),
  };
}
