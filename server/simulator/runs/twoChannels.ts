import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';

const FORMAT_PCM = 1;
const FORMAT_MU_LAW = 7;

/** The two channels of a WAV file of 16-bit PCM or µ-law, as 16-bit samples. Throws Error saying what does not fit. */
export function twoChannels(file: Uint8Array): { channels: [Int16Array, Int16Array]; rateHz: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('Not a RIFF/WAVE file.');
  let format = 0;
  let rateHz = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ') {
      format = view.getUint16(body, true);
      if (view.getUint16(body + 2, true) !== 2) throw new Error('The file has not two channels.');
      rateHz = view.getUint32(body + 4, true);
    } else if (tag(at) === 'data') {
      const data = file.subarray(body, Math.min(file.length, body + size));
      return { channels: [channel(data, format, 0), channel(data, format, 1)], rateHz };
    }
    at = body + size + (size % 2);
  }
  throw new Error('The WAVE file has no data.');
}

function channel(data: Uint8Array, format: number, number: 0 | 1): Int16Array {
  if (format === FORMAT_MU_LAW)
    return Int16Array.from({ length: data.length >> 1 }, (_, at) => muLaw(data[2 * at + number]!));
  if (format !== FORMAT_PCM) throw new Error(`A WAVE file of format ${format}.`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Int16Array.from({ length: data.length >> 2 }, (_, at) => view.getInt16(4 * at + 2 * number, true));
}

const muLaw = (byte: number) => Math.round(MU_LAW_SAMPLES[byte]! * 32_768);
