import { muLawByte } from '../../../shared/audio/muLaw.ts';

/** Of every sound of a call, both ways. */
export const CALL_HZ = 8_000;

/** One message of sound: 20 ms. */
export const FRAME_BYTES = CALL_HZ / 50;

/**
 * Makes 20 ms of µ-law out of what a microphone gives. Everything above half of 8 kHz must have been filtered out
 * before: of the samples only those that are needed are taken, between two of them in proportion.
 */
export class Frames {
  readonly #step: number;
  #frame = new Uint8Array(FRAME_BYTES);
  #filled = 0;
  /** Place of the next sample within what comes next, in samples of the microphone; the last one is at −1. */
  #next = 0;
  #last = 0;

  /** @param hz of the microphone’s samples */
  constructor(hz: number) {
    this.#step = hz / CALL_HZ;
  }

  /** Takes samples from −1 to 1; gives the frames that are complete now. */
  push(samples: Float32Array): Uint8Array<ArrayBuffer>[] {
    const done: Uint8Array<ArrayBuffer>[] = [];
    while (this.#next <= samples.length - 1) {
      const index = Math.floor(this.#next);
      const before = index < 0 ? this.#last : samples[index]!;
      const after = samples[index + 1] ?? before;
      const sample = before + (after - before) * (this.#next - index);
      this.#frame[this.#filled++] = muLawByte(Math.round(sample * 32_768));
      this.#next += this.#step;
      if (this.#filled < FRAME_BYTES) continue;
      done.push(this.#frame);
      this.#frame = new Uint8Array(FRAME_BYTES);
      this.#filled = 0;
    }
    this.#next -= samples.length;
    this.#last = samples.at(-1) ?? this.#last;
    return done;
  }
}
