import type { Engine } from '../../shared/api/voices.ts';

/** How many of the latest requests the percentiles are taken of. */
const WINDOW = 200;
/** This many failures in a row, and the engine counts as not healthy until one succeeds. */
const UNHEALTHY_AFTER = 3;

/** What one engine did since the start of this process. */
export class EngineStatistics {
  private requests = 0;
  private failures = 0;
  private failuresInRow = 0;
  private hits = 0;
  private misses = 0;
  private readonly latest: number[] = [];

  succeeded(durationMs: number): void {
    this.requests++;
    this.failuresInRow = 0;
    this.latest.push(durationMs);
    if (this.latest.length > WINDOW) this.latest.shift();
  }

  failed(): void {
    this.requests++;
    this.failures++;
    this.failuresInRow++;
  }

  cacheAnswered(hit: boolean): void {
    if (hit) this.hits++;
    else this.misses++;
  }

  get healthy(): boolean {
    return this.failuresInRow < UNHEALTHY_AFTER;
  }

  read(): Engine['statistics'] {
    const sorted = [...this.latest].sort((a, b) => a - b);
    const percentile = (share: number) => {
      const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      return value === undefined ? null : Math.round(value);
    };
    return {
      requests: this.requests,
      failures: this.failures,
      p50Ms: percentile(0.5),
      p95Ms: percentile(0.95),
      cacheHits: this.hits,
      cacheMisses: this.misses,
    };
  }
}
