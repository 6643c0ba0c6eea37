import { bytesToInt16, int16ToBytes } from './pcm16.ts';

const HEADER_BYTES = 44;
const FORMAT_PCM = 1;
const FORMAT_EXTENSIBLE = 0xfffe;

/** A mono 16-bit RIFF/WAVE file: Microsoft, Multimedia Programming Interface 1.0, 1991, "WAVE". */
export function writeWav(samples: Int16Array, rateHz: number): Uint8Array {
  const data = int16ToBytes(samples);
  const file = new Uint8Array(HEADER_BYTES + data.length);
  const view = new DataView(file.buffer);
  const tag = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  tag(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FORMAT_PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, data.length, true);
  file.set(data, HEADER_BYTES);
  return file;
}

/**
 * Reads a mono 16-bit RIFF/WAVE file. A data size beyond the end of the file, as programs write that stream,
 * means: up to the end. Throws Error saying what does not fit.
 */
export function parseWav(file: Uint8Array): { samples: Int16Array; rateHz: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('Not a RIFF/WAVE file.');
  let rateHz: number | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const id = tag(at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (id === 'fmt ' && size >= 16 && body + 16 <= file.length) {
      const format = view.getUint16(body, true);
      const channels = view.getUint16(body + 2, true);
      const bits = view.getUint16(body + 14, true);
      if ((format !== FORMAT_PCM && format !== FORMAT_EXTENSIBLE) || channels !== 1 || bits !== 16) {
        throw new Error(`Not mono 16-bit PCM but format ${format}, ${channels} channels, ${bits} bits.`);
      }
      rateHz = view.getUint32(body + 4, true);
    } else if (id === 'data') {
      if (rateHz === null) throw new Error('The WAVE file has no format before its data.');
      return { samples: bytesToInt16(file.subarray(body, Math.min(file.length, body + size))), rateHz };
    }
    at = body + size + (size % 2);
  }
  throw new Error('The WAVE file has no data.');
}
