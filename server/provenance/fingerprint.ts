import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { MarkedFormat } from './contract.ts';

/** What a file is known by. */
export interface Fingerprint {
  /** Of all its bytes, hex. */
  sha256: string;
  /** Told by its content, whatever its name says; null: neither WAV nor MP3. */
  format: MarkedFormat | null;
  /**
   * Of its sound without what describes it: the data of a WAV, the frames of an MP3. Null where the file has none, or
   * says something that cannot be.
   */
  soundSha256: string | null;
}

const PIECE_BYTES = 64 * 1024;
const ID3V2_HEADER_BYTES = 10;
const ID3V1_BYTES = 128;
/** Chunks or tags before the sound; a file made of nothing else must not keep us reading. */
const MAX_PARTS = 64;

/** Reads a file once or twice, piece by piece. */
export async function fingerprint(path: string): Promise<Fingerprint> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const at = async (start: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    };
    const hashOf = async (start: number, end: number) => {
      const hash: Hash = createHash('sha256');
      for (let from = start; from < end; from += PIECE_BYTES)
        hash.update(await at(from, Math.min(PIECE_BYTES, end - from)));
      return hash.digest('hex');
    };
    const head = await at(0, 12);
    const format = formatOf(head);
    const sound =
      format === 'wav' ? await wavData(size, at) : format === 'mp3' ? await mp3Frames(size, at) : null;
    return {
      sha256: await hashOf(0, size),
      format,
      soundSha256: sound && sound.end > sound.start ? await hashOf(sound.start, sound.end) : null,
    };
  } finally {
    await file.close();
  }
}

type ReadAt = (start: number, length: number) => Promise<Buffer>;

function formatOf(head: Buffer): MarkedFormat | null {
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WAVE') return 'wav';
  if (head.toString('latin1', 0, 3) === 'ID3') return 'mp3';
  // A frame begins with eleven set bits, then the version, then layer III: ISO/IEC 11172-3, 2.4.1.3.
  return head.length > 1 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2 ? 'mp3' : null;
}

/** Where the data of a RIFF/WAVE file lies; a size beyond the end means: up to the end. */
async function wavData(size: number, at: ReadAt): Promise<{ start: number; end: number } | null> {
  for (let chunk = 12, seen = 0; chunk + 8 <= size && seen < MAX_PARTS; seen++) {
    const header = await at(chunk, 8);
    const bytes = header.readUInt32LE(4);
    const start = chunk + 8;
    if (header.toString('latin1', 0, 4) === 'data') return { start, end: Math.min(size, start + bytes) };
    chunk = start + bytes + (bytes % 2);
  }
  return null;
}

/** An MP3 without its ID3v2 tags in front and its ID3v1 tag behind. */
async function mp3Frames(size: number, at: ReadAt): Promise<{ start: number; end: number }> {
  let start = 0;
  for (let seen = 0; seen < MAX_PARTS; seen++) {
    const header = await at(start, ID3V2_HEADER_BYTES);
    if (header.length < ID3V2_HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') break;
    // Four bytes of seven bits each; a footer repeats the header (ID3v2.4.0 structure, 3.1).
    const [a = 0, b = 0, c = 0, d = 0] = header.subarray(6);
    const footer = (header[5]! & 0x10) !== 0 ? ID3V2_HEADER_BYTES : 0;
    start += ID3V2_HEADER_BYTES + (a << 21) + (b << 14) + (c << 7) + d + footer;
  }
  const tail = size - start > ID3V1_BYTES ? await at(size - ID3V1_BYTES, 3) : Buffer.alloc(0);
  return { start, end: tail.toString('latin1') === 'TAG' ? size - ID3V1_BYTES : size };
}
