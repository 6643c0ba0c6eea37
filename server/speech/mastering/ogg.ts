/** What all pages of one logical Ogg stream have in common. */
export interface OggStream {
  serial: number;
  /** Each on an own page, at position 0. */
  headers: readonly Buffer[];
  packetsPerPage: number;
  granulesPerPacket: number;
}

const MAX_SEGMENTS = 255;
const CONTINUES = 255;
const BEGIN = 2;
const END = 4;

/**
 * Lays packets out in Ogg pages (RFC 3533) as they come in; no packet ever spans pages, each must be under 64 KB. Each
 * call returns whole pages with all that it was given.
 */
export class OggWriter {
  private readonly stream: OggStream;
  private sequence = 0;
  private written = 0;

  constructor(stream: OggStream) {
    this.stream = stream;
  }

  headers(): Buffer {
    return Buffer.concat(
      this.stream.headers.map((header, index) => this.page(index === 0 ? BEGIN : 0, 0, [header])),
    );
  }

  /** `lastGranule` is the position of the stream's very last page, which these packets end; it may lie before their end. */
  add(packets: readonly Buffer[], lastGranule?: number): Buffer {
    const { packetsPerPage, granulesPerPacket } = this.stream;
    const pages: Buffer[] = [];
    let next = 0;
    while (next < packets.length) {
      const first = next;
      let segments = 0;
      while (next < packets.length && next - first < packetsPerPage) {
        segments += segmentCount(packets[next]!);
        if (segments > MAX_SEGMENTS) break;
        next++;
      }
      const last = lastGranule !== undefined && next === packets.length;
      const granule = last ? lastGranule : (this.written + next) * granulesPerPacket;
      pages.push(this.page(last ? END : 0, granule, packets.slice(first, next)));
    }
    this.written += packets.length;
    return Buffer.concat(pages);
  }

  private page(flags: number, granule: number, packets: readonly Buffer[]): Buffer {
    return page({ flags, granule, serial: this.stream.serial, sequence: this.sequence++ }, packets);
  }
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
