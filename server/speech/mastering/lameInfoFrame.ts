/** LAME 3.x delays by this much; decoders add their own 529 to it. */
const ENCODER_DELAY_SAMPLES = 576;
/** Frame count, byte count, table of contents and quality are all there. */
const ALL_FIELDS = 0xf;

/** What a decoder needs of the tag behind the header and side information. */
const TAG_BYTES = 156;

/**
 * The silent first frame that tells players how long a constant-bitrate MP3 is and how many samples at both
 * ends belong to the encoder: Xing/Info header with LAME extension (G. Bouvigne, "Mp3 Info Tag revision 1").
 * LAME writes it by seeking back, which its WebAssembly build cannot. For layer III mono of MPEG-1 and MPEG-2; where
 * a frame of the file's bitrate is too short for it, it has the next that is long enough, as LAME does it.
 */
export function lameInfoFrame(frames: Buffer, samples: number, bitrateKbps: number): Buffer {
  const kind = kindOf(frames);
  let count = 0;
  for (let at = 0; at < frames.length; at += frameLength(frames.subarray(at, at + 4), kind)) count++;
  const header = Buffer.from(frames.subarray(0, 4));
  // Without padding; then bitrate by bitrate until it fits.
  header[2]! &= ~0x02;
  while (frameLength(header, kind) < 4 + kind.sideInfoBytes + TAG_BYTES) header[2]! += 0x10;
  const frameBytes = frameLength(header, kind);
  const frame = Buffer.alloc(frameBytes);
  header.copy(frame);
  let at = 4 + kind.sideInfoBytes;
  at += frame.write('Info', at, 'latin1');
  at = frame.writeUInt32BE(ALL_FIELDS, at);
  at = frame.writeUInt32BE(count, at);
  at = frame.writeUInt32BE(frames.length + frameBytes, at);
  for (let percent = 0; percent < 100; percent++) at = frame.writeUInt8(Math.floor(percent * 2.56), at);
  at = frame.writeUInt32BE(50, at);
  at += frame.write('LAME3.100', at, 'latin1');
  // Tag revision 0, constant bitrate; low-pass unknown; no replay gain; no special flags.
  at = frame.writeUInt8(1, at) + 1 + 8 + 1;
  at = frame.writeUInt8(Math.min(255, bitrateKbps), at);
  const padding = Math.min(0xfff, count * kind.frameSamples - ENCODER_DELAY_SAMPLES - samples);
  at = frame.writeUIntBE((ENCODER_DELAY_SAMPLES << 12) | padding, at, 3);
  // Miscellaneous, gain and preset stay 0.
  at += 4;
  at = frame.writeUInt32BE(frames.length + frameBytes, at);
  at = frame.writeUInt16BE(crc16(frames), at);
  frame.writeUInt16BE(crc16(frame.subarray(0, at)), at);
  return frame;
}

/** Frames of layer III, mono. */
interface FrameKind {
  frameSamples: number;
  sideInfoBytes: number;
  ratesHz: readonly number[];
  bitratesKbps: readonly number[];
}

/** ISO/IEC 11172-3, section 2.4. */
const MPEG_1: FrameKind = {
  frameSamples: 1152,
  sideInfoBytes: 17,
  ratesHz: [44100, 48000, 32000],
  bitratesKbps: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
};
/** ISO/IEC 13818-3, section 2.4. */
const MPEG_2: FrameKind = {
  frameSamples: 576,
  sideInfoBytes: 9,
  ratesHz: [22050, 24000, 16000],
  bitratesKbps: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

function kindOf(header: Buffer): FrameKind {
  return ((header[1]! >> 3) & 3) === 3 ? MPEG_1 : MPEG_2;
}

/** In bytes; a padded frame has one more. */
function frameLength(header: Buffer, { frameSamples, bitratesKbps, ratesHz }: FrameKind): number {
  const bitsPerSecond = 1000 * bitratesKbps[header[2]! >> 4]!;
  const unpadded = Math.floor(((frameSamples / 8) * bitsPerSecond) / ratesHz[(header[2]! >> 2) & 3]!);
  return unpadded + ((header[2]! >> 1) & 1);
}

/** CRC-16/ARC, as the tag wants it. */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
