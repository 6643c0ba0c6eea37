/** What goes into one logical Ogg stream. */
export interface OggStream {
  serial: number;
  /** Each on an own page, at position 0. */
  headers: readonly Buffer[];
  packets: readonly Buffer[];
  packetsPerPage: number;
  granulesPerPacket: number;
  /** Position of the very last page; may lie before the end of its packets. */
  lastGranule: number;
}

const MAX_SEGMENTS = 255;
const CONTINUES = 255;
const BEGIN = 2;
const END = 4;

/** Lays packets out in Ogg pages (RFC 3533); no packet ever spans pages, each must be under 64 KB. */
export function oggStream(stream: OggStream): Buffer {
  const pages: Buffer[] = stream.headers.map((header, index) =>
    page({ flags: index === 0 ? BEGIN : 0, granule: 0, serial: stream.serial, sequence: index }, [header]),
  );
  let next = 0;
  while (next < stream.packets.length) {
    const first = next;
    let segments = 0;
    while (next < stream.packets.length && next - first < stream.packetsPerPage) {
      segments += segmentCount(stream.packets[next]!);
      if (segments > MAX_SEGMENTS) break;
      next++;
    }
    const last = next === stream.packets.length;
    const granule = last ? stream.lastGranule : next * stream.granulesPerPacket;
    const head = { flags: last ? END : 0, granule, serial: stream.serial, sequence: pages.length };
    pages.push(page(head, stream.packets.slice(first, next)));
  }
  return Buffer.concat(pages);
}

function page(
  head: { flags: number; granule: number; serial: number; sequence: number },
  packets: readonly Buffer[],
): Buffer {
  const lacing = packets.flatMap((packet) => [
    ...Array<number>(segmentCount(packet) - 1).fill(CONTINUES),
    packet.length % CONTINUES,
  ]);
  const header = Buffer.alloc(27 + lacing.length);
  header.write('OggS', 'latin1');
  header.writeUInt8(head.flags, 5);
  header.writeBigUInt64LE(BigInt(head.granule), 6);
  header.writeUInt32LE(head.serial, 14);
  header.writeUInt32LE(head.sequence, 18);
  header.writeUInt8(lacing.length, 26);
  header.set(lacing, 27);
  const bytes = Buffer.concat([header, ...packets]);
  bytes.writeUInt32LE(crc32(bytes), 22);
  return bytes;
}

function segmentCount(packet: Buffer): number {
  return Math.floor(packet.length / CONTINUES) + 1;
}

/** Ogg's checksum: polynomial 0x04c11db7, most significant bit first, nothing inverted. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

function crc32(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]!) >>> 0;
  return crc;
}
