/** Sound that nobody has understood yet, so that another recogniser can take over where one fails. */
export class KeptSound {
  private readonly pieces: Float32Array[] = [];
  private readonly rateHz: number;
  private readonly mostSamples: number;
  private dropped = 0;
  private total = 0;

  /** Keeps at most so much; what is older is lost. */
  constructor(rateHz: number, mostMs: number) {
    this.rateHz = rateHz;
    this.mostSamples = (mostMs * rateHz) / 1000;
  }

  /** Where what is kept begins, from the beginning of everything. */
  get startMs(): number {
    return (1000 * this.dropped) / this.rateHz;
  }

  /** Of everything that came. */
  get totalMs(): number {
    return (1000 * this.total) / this.rateHz;
  }

  push(samples: Float32Array): void {
    this.pieces.push(samples);
    this.total += samples.length;
    while (this.total - this.dropped > this.mostSamples) this.dropFirst();
  }

  /** Forgets what was understood, by whole pieces: rather a little too much is kept. */
  understood(untilMs: number): void {
    const until = (untilMs * this.rateHz) / 1000;
    while (this.pieces[0] && this.dropped + this.pieces[0].length <= until) this.dropFirst();
  }

  /** All that is kept, in two: until a time, and from it on. */
  cutAt(untilMs: number): [Float32Array, Float32Array] {
    const whole = new Float32Array(this.total - this.dropped);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    const cut = Math.max(0, Math.round((untilMs * this.rateHz) / 1000) - this.dropped);
    return [whole.subarray(0, cut), whole.subarray(cut)];
  }

  private dropFirst(): void {
    this.dropped += this.pieces.shift()?.length ?? 0;
  }
}
