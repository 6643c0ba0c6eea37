import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProblemError } from '../../problem.ts';
import type { Examined } from './examine.ts';
import type { InThread } from './thread.ts';

/** A recording that was decoded and measured. */
export interface Recording extends Examined {
  samples: Float32Array;
  /** The same at LISTENING_RATE_HZ, for who listens to it. */
  narrow: Float32Array;
}

/** Decodes and measures recordings on threads of their own. */
export interface Examiner {
  /** Throws what `readAudio` throws, and `timeout`. */
  examine(bytes: Uint8Array): Promise<Recording>;
  close(): Promise<void>;
}

const IDLE_MS = 30_000;
/** The longest recording takes seconds; what takes this long was made to. */
const TIMEOUT_MS = 60_000;

/** Opens the threads; the first starts with the first recording. */
export function openExaminer({ threads }: { threads: number }): Examiner {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<Uint8Array, InThread>({
    filename: fileURLToPath(new URL(fromSource ? './thread.ts' : './thread.js', import.meta.url)),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  return {
    async examine(bytes) {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await pool.run(bytes, { signal }).catch((error: unknown) => {
        if (signal.aborted) throw new ProblemError('timeout', 'The recording took too long to read.');
        throw error;
      });
      if ('problem' in answer) throw new ProblemError(answer.problem.code, answer.problem.message);
      return { ...answer.examined, samples: answer.samples, narrow: answer.narrow };
    },
    close: () => pool.close(),
  };
}
