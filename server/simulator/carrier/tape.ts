import { CALL_RATE_HZ, FRAME_BYTES } from '../../telephony/callTransport.ts';
import { SILENT_BYTE } from './lineSound.ts';

/** What one party said, frame by frame; keeps nothing unless it is asked to. */
export class Tape {
  private bytes: Uint8Array;
  private length = 0;
  private readonly keeps: boolean;

  constructor(keeps: boolean) {
    this.keeps = keeps;
    this.bytes = new Uint8Array(keeps ? 64 * 1024 : 0);
  }

  /** Adds the frame of `mulaw` that begins at `from`; silence where there is none. */
  add(mulaw: Uint8Array | undefined, from = 0): void {
    if (!this.keeps) return;
    if (this.length + FRAME_BYTES > this.bytes.length) {
      const longer = new Uint8Array(2 * this.bytes.length);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    const frame = mulaw?.subarray(from, from + FRAME_BYTES);
    this.bytes.fill(SILENT_BYTE, this.length, this.length + FRAME_BYTES);
    if (frame) this.bytes.set(frame, this.length);
    this.length += FRAME_BYTES;
  }

  since(atMs: number): Uint8Array {
    return this.bytes.slice((atMs * CALL_RATE_HZ) / 1000, this.length);
  }

  all(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
