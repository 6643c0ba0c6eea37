/** One printed result: a ratio wherever possible, so that machines can be compared. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  goal?: string;
  baseline?: number | string;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How long `action` takes, in milliseconds. */
export async function timeMs(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}
