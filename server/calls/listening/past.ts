import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';

const BYTES_PER_MS = CALL_RATE_HZ / 1000;
const BLOCK_BYTES = 250 * BYTES_PER_MS;
/** So much is kept in any case, for a judge that is late. */
const SHORT_BYTES = 1_000 * BYTES_PER_MS;
/** Nobody's words are kept for longer. */
const MOST_BYTES = 20_000 * BYTES_PER_MS;

/** The sound that came last: a second of it, or from a moment on that somebody may want to hear again. Times in ms of the sound. */
export class Past {
  /** The first one begins at a multiple of a block. */
  private readonly blocks: Uint8Array[] = [];
  private firstByte = 0;
  private received = 0;
  private wanted: number | null = null;

  /** How much sound came. */
  get soundMs(): number {
    return this.received / BYTES_PER_MS;
  }

  /** Keeps what came from this moment on; null: no more than the last second. */
  keepFrom(ms: number | null): void {
    this.wanted = ms === null ? null : Math.max(0, Math.floor(ms * BYTES_PER_MS));
  }

  /** Whether everything from this moment on is there. */
  reachesTo(ms: number): boolean {
    return ms * BYTES_PER_MS >= this.firstByte;
  }

  add(sound: Uint8Array): void {
    for (let at = 0; at < sound.length; ) {
      const offset = this.received % BLOCK_BYTES;
      if (offset === 0) this.blocks.push(this.freed() ?? new Uint8Array(BLOCK_BYTES));
      const taken = Math.min(sound.length - at, BLOCK_BYTES - offset);
      this.blocks.at(-1)!.set(taken === sound.length ? sound : sound.subarray(at, at + taken), offset);
      at += taken;
      this.received += taken;
    }
  }

  /** What came from this moment on, or as much of it as is kept. */
  since(ms: number): Uint8Array {
    const from = Math.max(Math.floor(ms) * BYTES_PER_MS, this.firstByte, 0);
    const out = new Uint8Array(Math.max(0, this.received - from));
    for (let at = from; at < this.received; ) {
      const block = this.blocks[Math.floor((at - this.firstByte) / BLOCK_BYTES)]!;
      const offset = at % BLOCK_BYTES;
      const taken = Math.min(BLOCK_BYTES - offset, this.received - at);
      out.set(block.subarray(offset, offset + taken), at - from);
      at += taken;
    }
    return out;
  }

  /** Lets go of what nobody needs any more; gives a block to be used again. */
  private freed(): Uint8Array | undefined {
    const needed = Math.max(
      Math.min(this.wanted ?? this.received, this.received - SHORT_BYTES),
      this.received - MOST_BYTES,
    );
    let free: Uint8Array | undefined;
    while (this.blocks.length > 0 && this.firstByte + BLOCK_BYTES <= needed) {
      free = this.blocks.shift();
      this.firstByte += BLOCK_BYTES;
    }
    return free;
  }
}
