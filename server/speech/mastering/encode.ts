import { floatToInt16, int16ToBytes, int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { writeWav } from '../../audio/wav.ts';
import { type EncodedFormat, type Encoding, MASTER_RATE_HZ } from '../contract.ts';
import { encodeWhole } from './encoding.ts';
import { encodeFlac } from './flac.ts';
import { encodeMp3 } from './mp3.ts';
import { encodeOpus } from './opus.ts';

/**
 * Mono samples as a file of a format: WAV and FLAC without loss at the given rate, MP3 (96 kbit/s) and Ogg
 * Opus (48 kbit/s) at 24 kHz, `pcm` as bare s16le at 24 kHz, which is what OpenAI means by it;
 * or as an `Encoding` says. The same
 * samples give the same bytes. Blocks for some hundredths of the audio's length: run it through the audio pool.
 */
export async function encodeAudio(
  samples: Int16Array,
  sampleRateHz: number,
  format: EncodedFormat | Encoding,
): Promise<Uint8Array> {
  if (typeof format === 'object') return encodeWhole(samples, sampleRateHz, format);
  switch (format) {
    case 'wav':
      return writeWav(samples, sampleRateHz);
    case 'flac':
      return encodeFlac(samples, sampleRateHz);
    case 'pcm':
      return int16ToBytes(atMasterRate(samples, sampleRateHz));
    case 'mp3':
      return encodeMp3(atMasterRate(samples, sampleRateHz));
    case 'opus':
      return encodeOpus(atMasterRate(samples, sampleRateHz));
  }
}

function atMasterRate(samples: Int16Array, sampleRateHz: number): Int16Array {
  if (sampleRateHz === MASTER_RATE_HZ) return samples;
  return floatToInt16(resample(int16ToFloat(samples), sampleRateHz, MASTER_RATE_HZ));
}
