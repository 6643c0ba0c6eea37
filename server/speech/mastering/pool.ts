import { setMaxListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { EncodedAudio, EncodedFormat, Encoding, EncodingStream, RawSpeech } from '../contract.ts';
import type { MasteredAudio, MasteringOptions } from './masterSpeech.ts';
import { openStreamEncoders } from './streamEncoders.ts';
import type { AudioTask, EncodedInThread } from './worker.ts';

/** Threads that wait this long without work end. */
const IDLE_MS = 30_000;

/** Mastering and encoding on threads of their own, so that the caller's event loop stays free. */
export interface AudioPool {
  /** At MASTER_RATE_HZ, to be mastered later. `raw.samples` are handed over. Aborting ends the thread's work. */
  resample(raw: RawSpeech, signal?: AbortSignal): Promise<RawSpeech>;
  /**
   * Joins the pieces, all at one rate, and masters them. Their samples are handed over: they are empty for the
   * caller afterwards. Aborting ends the thread's work.
   */
  master(
    pieces: readonly RawSpeech[],
    options: MasteringOptions,
    signal?: AbortSignal,
  ): Promise<MasteredAudio>;
  /** The samples stay the caller's. Aborting ends the thread's work. */
  encode(
    samples: Int16Array,
    sampleRateHz: number,
    format: EncodedFormat | Encoding,
    signal?: AbortSignal,
  ): Promise<EncodedAudio>;
  /** Encodes what comes piece by piece, on a thread for such alone. */
  encodeStream(encoding: Encoding): EncodingStream;
  /** Waits for what is under way, then ends the threads. */
  close(): Promise<void>;
}

/** Opens the pool; the first thread starts with the first task. Waiting tasks queue in order. */
export function openAudioPool({ threads }: { threads: number }): AudioPool {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<AudioTask, unknown>({
    filename: fileURLToPath(new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url)),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  // A task's failure rejects the task. What comes here is nobody's, such as the answer to a task that was aborted
  // at the same moment; unheard, it would end the process.
  pool.on('error', () => undefined);
  const streams = openStreamEncoders();
  const run = async (task: AudioTask, transferList: ArrayBuffer[], signal?: AbortSignal) => {
    signal?.throwIfAborted();
    // The pieces of a long text wait together, each for the same signal: that is no leak.
    if (signal) setMaxListeners(0, signal);
    try {
      return await pool.run(task, { transferList, signal: signal ?? null });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  };
  return {
    async resample(raw, signal) {
      const samples = ownBuffer(raw.samples);
      const task: AudioTask = { task: 'resample', raw: { ...raw, samples } };
      return (await run(task, [samples.buffer], signal)) as RawSpeech;
    },
    async master(pieces, options, signal) {
      const own = pieces.map((piece) => ({ ...piece, samples: ownBuffer(piece.samples) }));
      const task: AudioTask = { task: 'master', pieces: own, options };
      const buffers = own.map((piece) => piece.samples.buffer);
      return (await run(task, buffers, signal)) as MasteredAudio;
    },
    async encode(samples, sampleRateHz, format, signal) {
      const copy = samples.slice();
      const task: AudioTask = { task: 'encode', samples: copy, sampleRateHz, format };
      const { bytes, sha256 } = (await run(task, [copy.buffer], signal)) as EncodedInThread;
      return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), sha256 };
    },
    encodeStream: streams.open,
    async close() {
      await Promise.all([pool.close(), streams.close()]);
    },
  };
}

/** Samples that fill an ArrayBuffer of their own can be handed over; a view into a bigger one is copied out. */
function ownBuffer(samples: Float32Array): Float32Array<ArrayBuffer> {
  const whole = samples.buffer instanceof ArrayBuffer && samples.byteLength === samples.buffer.byteLength;
  return whole ? (samples as Float32Array<ArrayBuffer>) : samples.slice();
}
