/** LAME 3.x delays by this much; decoders add their own 529 to it. */
const ENCODER_DELAY_SAMPLES = 576;
const FRAME_SAMPLES = 576;
const SIDE_INFO_BYTES = 9;
/** Frame count, byte count, table of contents and quality are all there. */
const ALL_FIELDS = 0xf;

/**
 * The silent first frame that tells players how long a constant-bitrate MP3 is and how many samples at both
 * ends belong to the encoder: Xing/Info header with LAME extension (G. Bouvigne, "Mp3 Info Tag revision 1").
 * LAME writes it by seeking back, which its WebAssembly build cannot. For MPEG-2 layer III mono without padding.
 */
export function lameInfoFrame(frames: Buffer, samples: number, bitrateKbps: number): Buffer {
  const header = frames.subarray(0, 4);
  const frameBytes = frameLength(header);
  const count = frames.length / frameBytes;
  const frame = Buffer.alloc(frameBytes);
  header.copy(frame);
  let at = 4 + SIDE_INFO_BYTES;
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
  const padding = Math.min(0xfff, count * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - samples);
  at = frame.writeUIntBE((ENCODER_DELAY_SAMPLES << 12) | padding, at, 3);
  // Miscellaneous, gain and preset stay 0.
  at += 4;
  at = frame.writeUInt32BE(frames.length + frameBytes, at);
  at = frame.writeUInt16BE(crc16(frames), at);
  frame.writeUInt16BE(crc16(frame.subarray(0, at)), at);
  return frame;
}

/** ISO/IEC 13818-3: MPEG-2 layer III frames hold 72 · bitrate / rate bytes. */
function frameLength(header: Buffer): number {
  const bitratesKbps = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  const ratesHz = [22050, 24000, 16000];
  return Math.floor((72_000 * bitratesKbps[header[2]! >> 4]!) / ratesHz[(header[2]! >> 2) & 3]!);
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
