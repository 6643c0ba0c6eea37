/** How far a percentile may lie from the true one, as a share of it. */
const ACCURACY = 0.02;
const GROWTH = (1 + ACCURACY) / (1 - ACCURACY);
/** What took less is counted as this. */
const LEAST_MS = 0.1;

/**
 * How many values lie in each logarithmic bucket, by its number. Histograms of several processes are added, and give
 * the percentiles of all their values together, within 2 % (Masson, Rim, Lee: “DDSketch”, PVLDB 12, 2019).
 */
export type Histogram = Readonly<Record<string, number>>;

/** Counts durations, in ms. */
export function histogramOf(values: readonly number[]): Histogram {
  const counts: Record<string, number> = {};
  for (const value of values) {
    const bucket = Math.ceil(Math.log(Math.max(LEAST_MS, value)) / Math.log(GROWTH));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** Sums of what is counted under the same name. */
export function addCounts(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** The value, in ms, below which this share of all lies; null of none. */
export function percentileOf(histogram: Histogram, share: number): number | null {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let below = Math.min(total - 1, Math.floor(total * share));
  for (const [bucket, count] of buckets) {
    if (below < count) return (2 * GROWTH ** bucket) / (GROWTH + 1);
    below -= count;
  }
  return null;
}
