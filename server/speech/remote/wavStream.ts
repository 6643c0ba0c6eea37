import { nonsense } from './failures.ts';
import type { Heard } from './heard.ts';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Sizes that programs write which do not know how much will come: zero, and about two or four gigabytes. */
const UNKNOWN_FROM = 0x7fff_0000;
/** A header is never this long. */
const LONGEST_HEADER = 1024 * 1024;
/** Chunks that may follow the audio; anything else behind a data chunk is more audio, and its size was wrong. */
const BEHIND_AUDIO = /^(LIST|id3 |ID3 |fact|cue |smpl|bext|JUNK|PAD |iXML|_PMX|PEAK|afsp)$/;

interface Format {
  rateHz: number;
  channels: number;
  /** Bytes of one sample of one channel. */
  width: number;
  float: boolean;
  dataBytes: number | null;
}

/**
 * A RIFF/WAVE body as it arrives: 16-, 24- or 32-bit integers or 32-bit floats, one channel or two, which are
 * averaged. A data size of zero or of gigabytes means: up to the end; one that is too small is not believed either.
 * Throws `synthesis-failed` when it is something else, or ends before its data does.
 */
export async function* readWav(engine: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Heard> {
  let pending: Buffer = Buffer.alloc(0);
  let format: Format | null = null;
  let readBytes = 0;
  let over = false;
  for await (const chunk of chunks) {
    if (over) continue;
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    if (!format) {
      const header = parseHeader(engine, pending);
      if (!header) continue;
      format = header.format;
      pending = pending.subarray(header.bytes);
    }
    const frame = format.width * format.channels;
    let usable = pending.length - (pending.length % frame);
    if (format.dataBytes !== null && readBytes + usable >= format.dataBytes) {
      const toEnd = format.dataBytes - readBytes;
      // Enough must be there to see what follows.
      if (pending.length >= toEnd + 8) {
        if (BEHIND_AUDIO.test(pending.toString('latin1', toEnd + (toEnd % 2), toEnd + (toEnd % 2) + 4))) {
          usable = toEnd - (toEnd % frame);
          over = true;
        } else format.dataBytes = null;
      } else usable = Math.max(0, toEnd - (toEnd % frame));
    }
    if (usable > 0) yield heard(pending.subarray(0, usable), format);
    readBytes += usable;
    pending = pending.subarray(usable);
  }
  if (!format) throw nonsense(engine, 'answered with something else than audio that can be read here');
  if (format.dataBytes !== null && readBytes + pending.length < format.dataBytes)
    throw nonsense(engine, 'broke off in the middle of its answer');
}

/** Null while there is not enough of it. */
function parseHeader(engine: string, bytes: Buffer): { format: Format; bytes: number } | null {
  if (bytes.length < 12) return null;
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw nonsense(engine, 'answered with something else than audio that can be read here');
  let format: Omit<Format, 'dataBytes'> | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'data') {
      if (!format) throw nonsense(engine, 'answered with audio of no known format');
      const dataBytes = size === 0 || size >= UNKNOWN_FROM ? null : size;
      return { format: { ...format, dataBytes }, bytes: body };
    }
    if (size > LONGEST_HEADER) throw nonsense(engine, 'answered with audio of no known format');
    if (body + size > bytes.length) return null;
    if (id === 'fmt ' && size >= 16) format = readFormat(engine, bytes.subarray(body, body + size));
    at = body + size + (size % 2);
  }
  return null;
}

function readFormat(engine: string, bytes: Buffer): Omit<Format, 'dataBytes'> {
  const tag = bytes.readUInt16LE(0);
  const kind = tag === EXTENSIBLE && bytes.length >= 26 ? bytes.readUInt16LE(24) : tag;
  const channels = bytes.readUInt16LE(2);
  const rateHz = bytes.readUInt32LE(4);
  const bits = bytes.readUInt16LE(14);
  const known = (kind === PCM && [16, 24, 32].includes(bits)) || (kind === FLOAT && bits === 32);
  if (!known || channels < 1 || channels > 2 || rateHz < 8000 || rateHz > 192_000)
    throw nonsense(engine, 'answered with audio of a format that cannot be read here');
  return { rateHz, channels, width: bits / 8, float: kind === FLOAT };
}

function heard(bytes: Buffer, { rateHz, channels, width, float }: Format): Heard {
  const samples = new Float32Array(bytes.length / (width * channels));
  const scale = 1 / (channels * (float ? 1 : 2 ** (8 * width - 1)));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = (i * channels + channel) * width;
      sum += float ? bytes.readFloatLE(at) : bytes.readIntLE(at, width);
    }
    samples[i] = sum * scale;
  }
  return { samples, sampleRateHz: rateHz };
}
