/** 1024 samples of silence in AAC-LC, mono: a raw data block with nothing above zero. */
const SILENT_FRAME = Buffer.from('00c800802380', 'hex');
const FRAME_SAMPLES = 1024;

/** Silence as AAC in MPEG-4, which nothing here encodes: what can be written by hand is the box around it. */
export function silentM4a(
  seconds: number,
  rateHz: 44_100 | 48_000 = 48_000,
  { indexLast = false } = {},
): Buffer {
  const frames = Math.ceil((seconds * rateHz) / FRAME_SAMPLES);
  const media = box('mdat', Buffer.concat(Array.from({ length: frames }, () => SILENT_FRAME)));
  const type = box('ftyp', 'M4A ', u32(0), 'M4A mp42isom');
  const indexAt = (offset: number) => index(frames, rateHz, offset);
  const size = indexAt(0).length;
  return indexLast
    ? Buffer.concat([type, media, indexAt(type.length + 8)])
    : Buffer.concat([type, indexAt(type.length + size + 8), media]);
}

const u16 = (...values: number[]) =>
  Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, 4 * n);
  return bytes;
}
const nothing = (bytes: number) => Buffer.alloc(bytes);

function box(name: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)));
  return Buffer.concat([u32(body.length + 8), Buffer.from(name), body]);
}

const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** ISO/IEC 14496-12: one track, all of its frames in one chunk at `offset`. */
function index(frames: number, rateHz: number, offset: number): Buffer {
  const duration = frames * FRAME_SAMPLES;
  const sizes = Buffer.concat(Array.from({ length: frames }, () => u32(SILENT_FRAME.length)));
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), soundEntry(rateHz)),
    box('stts', u32(0, 1, frames, FRAME_SAMPLES)),
    box('stsc', u32(0, 1, 1, frames, 1)),
    box('stsz', u32(0, 0, frames), sizes),
    box('stco', u32(0, 1, offset)),
  );
  const data = box('dinf', box('dref', u32(0, 1), box('url ', u32(1))));
  const media = box(
    'mdia',
    box('mdhd', u32(0, 0, 0, rateHz, duration), u16(0x55c4, 0)),
    box('hdlr', u32(0, 0), 'soun', nothing(13)),
    box('minf', box('smhd', nothing(8)), data, table),
  );
  const track = box('tkhd', u32(7, 0, 0, 1, 0, duration), nothing(8), u16(0, 0, 0x100, 0), MATRIX, u32(0, 0));
  const movie = box(
    'mvhd',
    u32(0, 0, 0, rateHz, duration, 0x10000),
    u16(0x100),
    nothing(10),
    MATRIX,
    nothing(24),
    u32(2),
  );
  return box('moov', movie, box('trak', track, media));
}

/** The codec's settings (ISO/IEC 14496-1 and 14496-3): AAC-LC, its rate, one channel. */
function soundEntry(rateHz: number): Buffer {
  const config = Buffer.from(rateHz === 48_000 ? '1188' : '1208', 'hex');
  const decoder = Buffer.concat([
    Buffer.from('040040150000000000000000000000', 'hex'),
    Buffer.from([5, config.length]),
    config,
  ]);
  decoder[1] = decoder.length - 2;
  const stream = Buffer.concat([u16(1), Buffer.from([0]), decoder, Buffer.from('060102', 'hex')]);
  const esds = box('esds', u32(0), Buffer.from([3, stream.length]), stream);
  return box('mp4a', nothing(6), u16(1), nothing(8), u16(1, 16, 0, 0), u32(rateHz * 65_536), esds);
}
