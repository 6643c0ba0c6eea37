import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Encoding } from '../contract.ts';
import { openPieces, type PieceEncoder } from './encoding.ts';

/** What the thread of the stream encoders does. `stream` tells the streams apart. */
export type StreamTask =
  | { task: 'add'; stream: number; encoding: Encoding; samples: Int16Array; sampleRateHz: number }
  | { task: 'end'; stream: number; encoding: Encoding }
  | { task: 'close'; stream: number };

const encoders = new Map<number, Promise<PieceEncoder>>();

export default async function run(task: StreamTask) {
  if (task.task === 'close') {
    const encoder = encoders.get(task.stream);
    encoders.delete(task.stream);
    (await encoder)?.close();
    return new Uint8Array(0);
  }
  const opening = encoders.get(task.stream) ?? openPieces(task.encoding);
  encoders.set(task.stream, opening);
  const encoder = await opening;
  // A buffer of its own: what encoders hand out may be part of a bigger one that cannot be moved.
  const bytes = new Uint8Array(
    task.task === 'add' ? encoder.add(task.samples, task.sampleRateHz) : encoder.end(),
  );
  return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: bytes });
}
