import { reachOf, resample } from './resample.ts';

/** About how much is resampled at once. */
const BLOCK_SECONDS = 0.02;

/**
 * Samples at another rate, for sound that comes piece by piece: what comes out, joined, is what `resample` makes of
 * the whole. It runs behind by the reach of the filter and one block. Throws as `resample`.
 */
export class StreamResampler {
  private readonly fromHz: number;
  private readonly toHz: number;
  /** Whole blocks begin at whole samples of both rates. */
  private readonly block: number;
  private readonly reach: number;
  /** What has been given out ends `behind` samples into what is kept. */
  private kept = new Float32Array(0);
  private behind = 0;

  constructor(fromHz: number, toHz: number) {
    this.fromHz = fromHz;
    this.toHz = toHz;
    const step = fromHz / gcd(fromHz, toHz);
    this.block = step * Math.ceil((BLOCK_SECONDS * fromHz) / step);
    this.reach = step * Math.ceil(reachOf(fromHz, toHz) / step);
  }

  push(samples: Float32Array): Float32Array {
    if (this.fromHz === this.toHz) return samples.slice();
    this.kept = joined(this.kept, samples);
    const ready = Math.floor((this.kept.length - this.behind - this.reach) / this.block) * this.block;
    return ready <= 0 ? new Float32Array(0) : this.give(ready, this.kept.length);
  }

  /** What is left. */
  end(): Float32Array {
    if (this.fromHz === this.toHz) return new Float32Array(0);
    return this.give(this.kept.length - this.behind, this.kept.length);
  }

  private give(count: number, seen: number): Float32Array {
    const all = resample(this.kept.subarray(0, seen), this.fromHz, this.toHz);
    const at = (samples: number) => Math.round((samples * this.toHz) / this.fromHz);
    const given = all.slice(at(this.behind), at(this.behind + count));
    const from = Math.max(0, this.behind + count - this.reach);
    this.kept = this.kept.slice(from);
    this.behind += count - from;
    return given;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
