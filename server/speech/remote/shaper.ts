import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Shaped, ShapeTask } from './shape.ts';

const IDLE_MS = 30_000;
const MOST_THREADS = 2;

/** Does what `shape` does on threads of their own, which all engines of this process share. */
export interface Shaper {
  run(task: ShapeTask, signal: AbortSignal): Promise<Shaped>;
  /** The last one closed ends the threads. */
  close(): Promise<void>;
}

let threads: Piscina<ShapeTask, Shaped> | undefined;
let users = 0;

/** No thread is started before there is work. */
export function openShaper(): Shaper {
  users++;
  let closed = false;
  return {
    async run(task, signal) {
      signal.throwIfAborted();
      threads ??= openThreads();
      const samples = task.samples.slice();
      try {
        return await threads.run({ ...task, samples }, { transferList: [samples.buffer], signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      users--;
      if (users > 0) return;
      const ending = threads;
      threads = undefined;
      await ending?.destroy();
    },
  };
}

function openThreads(): Piscina<ShapeTask, Shaped> {
  const fromSource = import.meta.url.endsWith('.ts');
  return new Piscina<ShapeTask, Shaped>({
    filename: fileURLToPath(new URL(fromSource ? './shapeWorker.ts' : './shapeWorker.js', import.meta.url)),
    minThreads: 0,
    maxThreads: Math.min(MOST_THREADS, availableParallelism()),
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
}
