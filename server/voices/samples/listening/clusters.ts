/** Frames that are taken to be one speaker's, as sums that can be added up. */
export interface Cluster {
  count: number;
  sums: Float64Array;
  /** Sums of the products of coefficients, row by row. */
  products: Float64Array;
  logDeterminant: number;
  /** In semitones. */
  pitches: readonly number[];
}

/** Added to each variance, so that few frames have a volume. */
const LEAST_VARIANCE = 0.5;

export function clusterOf(vectors: readonly Float64Array[], pitches: readonly number[]): Cluster {
  const size = vectors[0]!.length;
  const sums = new Float64Array(size);
  const products = new Float64Array(size * size);
  for (const vector of vectors)
    for (let i = 0; i < size; i++) {
      sums[i]! += vector[i]!;
      for (let j = 0; j < size; j++) products[i * size + j]! += vector[i]! * vector[j]!;
    }
  return finished(vectors.length, sums, products, pitches);
}

export function merged(a: Cluster, b: Cluster): Cluster {
  const add = (x: Float64Array, y: Float64Array) => x.map((value, index) => value + y[index]!);
  return finished(a.count + b.count, add(a.sums, b.sums), add(a.products, b.products), [
    ...a.pitches,
    ...b.pitches,
  ]);
}

/** How much better two Gaussians of full covariance explain the frames than one, in nats per frame. */
export function divergence(a: Cluster, b: Cluster): number {
  const both = merged(a, b);
  return (
    (both.count * both.logDeterminant - a.count * a.logDeterminant - b.count * b.logDeterminant) /
    (2 * both.count)
  );
}

/** Euclidean distance of the means, each coefficient in its standard deviations within the clusters. */
export function unlikeness(a: Cluster, b: Cluster): number {
  const size = a.sums.length;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const within = (varianceOf(a, i) * a.count + varianceOf(b, i) * b.count) / (a.count + b.count);
    squares += (a.sums[i]! / a.count - b.sums[i]! / b.count) ** 2 / within;
  }
  return Math.sqrt(squares);
}

function varianceOf({ count, sums, products }: Cluster, i: number): number {
  return products[i * sums.length + i]! / count - (sums[i]! / count) ** 2 + LEAST_VARIANCE;
}

function finished(
  count: number,
  sums: Float64Array,
  products: Float64Array,
  pitches: readonly number[],
): Cluster {
  return { count, sums, products, logDeterminant: logDeterminant(count, sums, products), pitches };
}

/** Of the covariance matrix, by Cholesky's decomposition. */
function logDeterminant(count: number, sums: Float64Array, products: Float64Array): number {
  const size = sums.length;
  const lower = new Float64Array(size * size);
  let log = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let value = products[i * size + j]! / count - (sums[i]! * sums[j]!) / (count * count);
      if (i === j) value += LEAST_VARIANCE;
      for (let k = 0; k < j; k++) value -= lower[i * size + k]! * lower[j * size + k]!;
      if (i === j) {
        const pivot = Math.max(1e-9, value);
        lower[i * size + i] = Math.sqrt(pivot);
        log += Math.log(pivot);
      } else lower[i * size + j] = value / lower[j * size + j]!;
    }
  return log;
}
