import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Encoding, EncodingStream } from '../contract.ts';
import type { StreamTask } from './streamWorker.ts';

/** Encoders live in their thread: it outlasts every pause that an engine may make within a text. */
const IDLE_MS = 15 * 60_000;

/**
 * Encodes streams on one thread of their own, which keeps an encoder for each: threads that are given any task could
 * not. It starts with the first stream.
 */
export function openStreamEncoders() {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<StreamTask, Uint8Array>({
    filename: fileURLToPath(new URL(fromSource ? './streamWorker.ts' : './streamWorker.js', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  // A task's failure rejects the task. What comes here is nobody's, such as the answer to a task that was aborted
  // at the same moment; unheard, it would end the process.
  pool.on('error', () => undefined);
  let opened = 0;

  return {
    open(encoding: Encoding): EncodingStream {
      const stream = opened++;
      let begun = false;
      const run = async (task: StreamTask): Promise<Buffer> => {
        begun = true;
        const { buffer, byteOffset, byteLength } = await pool.run(task);
        return Buffer.from(buffer, byteOffset, byteLength);
      };
      return {
        add: (samples, sampleRateHz) => run({ task: 'add', stream, encoding, samples, sampleRateHz }),
        end: () => run({ task: 'end', stream, encoding }),
        close() {
          // A pool that is closing ends its thread, and the encoder with it.
          if (begun) pool.run({ task: 'close', stream }).catch(() => undefined);
        },
      };
    },
    close: () => pool.close(),
  };
}
