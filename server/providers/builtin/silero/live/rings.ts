/** A line's ring holds a second of µ-law. */
export const RING_BYTES = 8_192;
/** Lines that share one piece of memory: 2 MiB. */
export const LINES_PER_SLAB = 256;
/** Per line: how much was written, how much was judged, and which opening of the line it is (0: closed). */
const HEADER_INTS = 3;
const WRITTEN = 0;
const JUDGED = 1;
const OPENING = 2;

/** Memory that the thread of the sockets writes and the thread of the model reads, without a message per frame. */
export class Slab {
  readonly memory: SharedArrayBuffer;
  private readonly header: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(memory = new SharedArrayBuffer(LINES_PER_SLAB * (4 * HEADER_INTS + RING_BYTES))) {
    this.memory = memory;
    this.header = new Int32Array(memory, 0, LINES_PER_SLAB * HEADER_INTS);
    this.bytes = new Uint8Array(memory, 4 * LINES_PER_SLAB * HEADER_INTS);
  }

  /** A line begins; `opening` tells it from those that had its place before. */
  open(line: number, opening: number): void {
    Atomics.store(this.header, line * HEADER_INTS + WRITTEN, 0);
    Atomics.store(this.header, line * HEADER_INTS + JUDGED, 0);
    Atomics.store(this.header, line * HEADER_INTS + OPENING, opening);
  }

  close(line: number): void {
    Atomics.store(this.header, line * HEADER_INTS + OPENING, 0);
  }

  opening(line: number): number {
    return Atomics.load(this.header, line * HEADER_INTS + OPENING);
  }

  /** How many bytes wait. */
  waiting(line: number): number {
    const at = line * HEADER_INTS;
    return Atomics.load(this.header, at + WRITTEN) - Atomics.load(this.header, at + JUDGED);
  }

  /** Writes what fits; the rest is left out. */
  write(line: number, from: Uint8Array): void {
    const at = line * HEADER_INTS;
    // Nobody else writes it.
    const written = this.header[at + WRITTEN]!;
    const room = RING_BYTES - (written - Atomics.load(this.header, at + JUDGED));
    const taken = from.length <= room ? from : from.subarray(0, room);
    const start = line * RING_BYTES;
    const offset = written % RING_BYTES;
    const first = Math.min(taken.length, RING_BYTES - offset);
    this.bytes.set(first === taken.length ? taken : taken.subarray(0, first), start + offset);
    if (first < taken.length) this.bytes.set(taken.subarray(first), start);
    Atomics.store(this.header, at + WRITTEN, written + taken.length);
  }

  /** Decodes the oldest `out.length` bytes that wait into `out`, and takes them out. */
  read(line: number, table: Float32Array, out: Float32Array): void {
    const at = line * HEADER_INTS;
    const judged = Atomics.load(this.header, at + JUDGED);
    const start = line * RING_BYTES;
    for (let i = 0; i < out.length; i++) out[i] = table[this.bytes[start + ((judged + i) % RING_BYTES)]!]!;
    Atomics.store(this.header, at + JUDGED, judged + out.length);
  }
}
