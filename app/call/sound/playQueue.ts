import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';

type Item = { bytes: Uint8Array; from: number } | { mark: string };

/**
 * Sound that waits to be played, with marks between: a mark is heard once all sound before it has left the
 * loudspeaker, or at once when everything is dropped.
 */
export class PlayQueue {
  readonly #items: Item[] = [];
  readonly #leaving: { mark: string; atSample: number }[] = [];
  #playedSamples = 0;

  /** @param delaySamples from here to the loudspeaker */
  constructor(readonly delaySamples: number) {}

  /** µ-law, 8 kHz. */
  push(bytes: Uint8Array): void {
    this.#items.push({ bytes, from: 0 });
  }

  mark(mark: string): void {
    this.#items.push({ mark });
  }

  /** Drops all sound; gives the marks that were pending, in order. */
  clear(): string[] {
    const marks = [
      ...this.#leaving.map(({ mark }) => mark),
      ...this.#items.flatMap((item) => ('mark' in item ? [item.mark] : [])),
    ];
    this.#items.length = 0;
    this.#leaving.length = 0;
    return marks;
  }

  /** Fills `output` with what comes next, then with silence; gives the marks that are heard by now. */
  pull(output: Float32Array): string[] {
    let filled = 0;
    for (let item = this.#items[0]; item; item = this.#items[0]) {
      if ('mark' in item) {
        this.#leaving.push({ mark: item.mark, atSample: this.#playedSamples + filled + this.delaySamples });
        this.#items.shift();
        continue;
      }
      if (filled === output.length) break;
      const length = Math.min(output.length - filled, item.bytes.length - item.from);
      for (let i = 0; i < length; i++) output[filled + i] = MU_LAW_SAMPLES[item.bytes[item.from + i]!]!;
      filled += length;
      item.from += length;
      if (item.from === item.bytes.length) this.#items.shift();
    }
    output.fill(0, filled);
    this.#playedSamples += output.length;
    const heard = this.#leaving.filter(({ atSample }) => atSample <= this.#playedSamples);
    this.#leaving.splice(0, heard.length);
    return heard.map(({ mark }) => mark);
  }
}
