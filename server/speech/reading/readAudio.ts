import { decibelsOf } from '../../audio/decibels.ts';
import { type DecodedFile, decodeFile } from './decodeFile.ts';

/** A file as it was decoded: its channels mixed to one. */
export interface ReadAudio extends Pick<DecodedFile, 'sampleRateHz' | 'channelRms'> {
  samples: Float32Array<ArrayBuffer>;
  /** What the bytes are, whatever the file was called. */
  mediaType: string;
}

/** Decodes a whole file at its own rate. Throws as `decodeFile`. Computes: call it on a thread. */
export async function readAudio(bytes: Uint8Array, limits: { maxSeconds: number }): Promise<ReadAudio> {
  const pieces: Float32Array[] = [];
  const { length, ...file } = await decodeFile(bytes, limits, (piece) => void pieces.push(piece));
  const samples = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  const gain = gainOfLiving(file.channelRms);
  if (gain !== 1) for (let i = 0; i < length; i++) samples[i]! *= gain;
  return { samples, ...file };
}

/** A channel this far below the loudest carries nothing. */
const DEAD_DB = -40;

/** How many channels carry nothing beside another that does. */
export function deadChannels(channelRms: readonly number[]): number {
  const loudest = Math.max(...channelRms);
  return channelRms.filter((rms) => loudest > 0 && decibelsOf(rms / loudest) < DEAD_DB).length;
}

/** A dead channel takes its share of the mean: what gives it back to the others. */
export function gainOfLiving(channelRms: readonly number[]): number {
  const alive = channelRms.length - deadChannels(channelRms);
  return alive > 0 ? channelRms.length / alive : 1;
}
