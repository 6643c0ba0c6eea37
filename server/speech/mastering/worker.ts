import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { EncodedFormat, RawSpeech } from '../contract.ts';
import { encodeAudio } from './encode.ts';
import { atMasterRate, type MasteringOptions, masterSpeech } from './masterSpeech.ts';

/** What the threads of the audio pool do; results are moved to the caller, not copied. */
export type AudioTask =
  | { task: 'master'; raw: RawSpeech; options: MasteringOptions }
  | { task: 'resample'; raw: RawSpeech }
  | { task: 'encode'; samples: Int16Array; sampleRateHz: number; format: EncodedFormat };

export default async function run(task: AudioTask) {
  if (task.task === 'encode') {
    // A buffer of its own: what encoders hand out may be part of a bigger one that cannot be moved.
    return move(new Uint8Array(await encodeAudio(task.samples, task.sampleRateHz, task.format)));
  }
  if (task.task === 'resample') {
    const resampled = atMasterRate(task.raw);
    return move({ [transferableSymbol]: [resampled.samples.buffer], [valueSymbol]: resampled });
  }
  const mastered = masterSpeech(task.raw, task.options);
  return move({
    [transferableSymbol]: [mastered.samples.buffer, mastered.peaks.buffer],
    [valueSymbol]: mastered,
  });
}
