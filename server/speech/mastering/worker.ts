import { createHash } from 'node:crypto';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { EncodedFormat, Encoding, RawSpeech } from '../contract.ts';
import { joinSpeech } from '../joinSpeech.ts';
import { encodeAudio } from './encode.ts';
import { atMasterRate, type MasteringOptions, masterSpeech } from './masterSpeech.ts';

/** What the threads of the audio pool do; results are moved to the caller, not copied. */
export type AudioTask =
  | { task: 'master'; pieces: RawSpeech[]; options: MasteringOptions }
  | { task: 'resample'; raw: RawSpeech }
  | { task: 'encode'; samples: Int16Array; sampleRateHz: number; format: EncodedFormat | Encoding };

/** As `EncodedAudio`; a Buffer arrives on the other side as plain bytes. */
export interface EncodedInThread {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

export default async function run(task: AudioTask) {
  if (task.task === 'encode') {
    // A buffer of its own: what encoders hand out may be part of a bigger one that cannot be moved.
    const bytes = new Uint8Array(await encodeAudio(task.samples, task.sampleRateHz, task.format));
    const encoded: EncodedInThread = { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: encoded });
  }
  if (task.task === 'resample') {
    const resampled = atMasterRate(task.raw);
    return move({ [transferableSymbol]: [resampled.samples.buffer], [valueSymbol]: resampled });
  }
  const raw = joinSpeech(task.pieces);
  // Joined, they are not needed any more: long texts are hundreds of megabytes while they are mastered.
  task.pieces = [];
  const mastered = masterSpeech(raw, task.options);
  return move({
    [transferableSymbol]: [mastered.samples.buffer, mastered.peaks.buffer],
    [valueSymbol]: mastered,
  });
}
