import { encodeALaw, encodeMuLaw } from '../../audio/g711.ts';
import { floatToInt16, int16ToBytes, int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { writeWav } from '../../audio/wav.ts';
import { type Encoding, MASTER_RATE_HZ } from '../contract.ts';
import { encodeMp3, openMp3 } from './mp3.ts';
import { encodeOpus, openOpus } from './opus.ts';

/** Samples as one whole file of an encoding. */
export async function encodeWhole(
  samples: Int16Array,
  sampleRateHz: number,
  encoding: Encoding,
): Promise<Uint8Array> {
  const own = atRate(samples, sampleRateHz, inputRateHz(encoding));
  switch (encoding.codec) {
    case 'mp3':
      return encodeMp3(own, encoding);
    case 'opus':
      return encodeOpus(own, encoding.bitrateKbps);
    case 'wav':
      return writeWav(own, encoding.rateHz);
    default:
      return sampleBytes(own, encoding.codec);
  }
}

/** Encodes piece by piece what becomes one file. */
export interface PieceEncoder {
  add(samples: Int16Array, sampleRateHz: number): Uint8Array;
  /** What the encoder still holds, and the end of the file. */
  end(): Uint8Array;
  /** Frees its memory. */
  close(): void;
}

/** A WAV's header then says that its length is not known, as programs write it that stream. */
export async function openPieces(encoding: Encoding): Promise<PieceEncoder> {
  const own = (samples: Int16Array, sampleRateHz: number) =>
    atRate(samples, sampleRateHz, inputRateHz(encoding));
  const { codec } = encoding;
  if (codec === 'mp3' || codec === 'opus') {
    const encoder =
      codec === 'mp3' ? { ...(await openMp3(encoding)), close: () => {} } : openOpus(encoding.bitrateKbps);
    return {
      ...encoder,
      add: (samples, rateHz) => encoder.add(own(samples, rateHz)),
      end: () => encoder.end(),
    };
  }
  let header = codec === 'wav' ? endlessWavHeader(encoding.rateHz) : new Uint8Array(0);
  return {
    add(samples, rateHz) {
      const bytes = Buffer.concat([header, sampleBytes(own(samples, rateHz), codec)]);
      header = new Uint8Array(0);
      return bytes;
    },
    end: () => header,
    close: () => {},
  };
}

function sampleBytes(samples: Int16Array, codec: 'wav' | 'pcm' | 'ulaw' | 'alaw'): Uint8Array {
  if (codec === 'ulaw') return encodeMuLaw(samples);
  return codec === 'alaw' ? encodeALaw(samples) : int16ToBytes(samples);
}

/** Opus has no rate of its own: it is given the master's, and decoders take whichever they like. */
function inputRateHz(encoding: Encoding): number {
  return encoding.codec === 'opus' ? MASTER_RATE_HZ : encoding.rateHz;
}

function atRate(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  return fromHz === toHz ? samples : floatToInt16(resample(int16ToFloat(samples), fromHz, toHz));
}

const UNKNOWN_BYTES = 0xffffffff;

function endlessWavHeader(rateHz: number): Uint8Array {
  const header = Buffer.from(writeWav(new Int16Array(0), rateHz));
  header.writeUInt32LE(UNKNOWN_BYTES, 4);
  header.writeUInt32LE(UNKNOWN_BYTES, 40);
  return header;
}
