import { ProblemError } from '../problem.ts';
import type { EngineFigures } from './figures.ts';
import { histogramOf } from './histogram.ts';

/** How many of the latest requests the percentiles are taken of. */
const WINDOW = 200;
/** Weight of the latest request in the moving average. */
const SMOOTHING = 0.2;

/** What one engine did since the start of this process. */
export class EngineStatistics {
  private requests = 0;
  private failures = 0;
  private readonly failuresByCode: Record<string, number> = {};
  private hits = 0;
  private misses = 0;
  private emaMs: number | null = null;
  private readonly whole = new Latest();
  private readonly first = new Latest();

  /** The first piece of an answer came after this long. */
  begun(afterMs: number): void {
    this.first.add(afterMs);
  }

  succeeded(durationMs: number): void {
    this.requests++;
    this.whole.add(durationMs);
    this.emaMs = this.emaMs === null ? durationMs : this.emaMs + SMOOTHING * (durationMs - this.emaMs);
  }

  failed(error: unknown): void {
    this.requests++;
    this.failures++;
    const code = error instanceof ProblemError ? error.code : 'internal';
    this.failuresByCode[code] = (this.failuresByCode[code] ?? 0) + 1;
  }

  cacheAnswered(hit: boolean): void {
    if (hit) this.hits++;
    else this.misses++;
  }

  /** Until when 95 of 100 requests gave their first piece; null before there were any. */
  get firstP95Ms(): number | null {
    return this.first.percentile(0.95);
  }

  /** How often it was asked, whoever answered: once that changed, so did what is read. */
  get asked(): number {
    return this.requests + this.hits + this.misses;
  }

  read(): Omit<EngineFigures, 'active' | 'waiting' | 'leftAlone'> {
    return {
      requests: this.requests,
      failures: this.failures,
      failuresByCode: { ...this.failuresByCode },
      durations: histogramOf(this.whole.values),
      emaMs: this.emaMs,
      cacheHits: this.hits,
      cacheMisses: this.misses,
    };
  }
}

/** The latest values, and their percentiles, which are sorted anew only when asked for after a change. */
class Latest {
  readonly values: number[] = [];
  private next = 0;
  private sorted: number[] | null = null;

  add(value: number): void {
    this.values[this.next] = value;
    this.next = (this.next + 1) % WINDOW;
    this.sorted = null;
  }

  percentile(share: number): number | null {
    this.sorted ??= [...this.values].sort((a, b) => a - b);
    return this.sorted[Math.min(this.sorted.length - 1, Math.floor(this.sorted.length * share))] ?? null;
  }
}
