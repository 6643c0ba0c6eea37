import { floatToInt16 } from '../../audio/pcm16.ts';
import { StreamResampler } from '../../audio/resampleStream.ts';
import { HEARING_RATE_HZ, RECORDING_LIMITS } from '../recognition/contract.ts';
import { decodeFile } from './decodeFile.ts';
import { gainOfLiving } from './readAudio.ts';

/** A file as recognisers take it; narrow from the first piece on, so that an hour fits into memory. */
export interface ReadRecording {
  /** Mono at HEARING_RATE_HZ. */
  samples: Int16Array<ArrayBuffer>;
  mediaType: string;
  /** Nothing above this is in it. */
  bandwidthHz: number;
}

/** Decodes a file for a recogniser. Throws as `decodeFile`. Computes: call it on a thread. */
export async function readRecording(bytes: Uint8Array): Promise<ReadRecording> {
  const narrow: Int16Array[] = [];
  let resampler: StreamResampler | undefined;
  const { sampleRateHz, channelRms, mediaType } = await decodeFile(bytes, RECORDING_LIMITS, (piece, rate) => {
    resampler ??= new StreamResampler(rate, HEARING_RATE_HZ);
    narrow.push(floatToInt16(resampler.push(piece)));
  });
  if (resampler) narrow.push(floatToInt16(resampler.end()));
  const gain = gainOfLiving(channelRms);
  const samples = new Int16Array(narrow.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of narrow) {
    samples.set(piece, at);
    at += piece.length;
  }
  if (gain !== 1)
    for (let i = 0; i < samples.length; i++)
      samples[i] = Math.max(-32_768, Math.min(32_767, Math.round(gain * samples[i]!)));
  return { samples, mediaType, bandwidthHz: Math.min(HEARING_RATE_HZ, sampleRateHz) / 2 };
}
