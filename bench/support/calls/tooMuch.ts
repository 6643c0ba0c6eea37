import type { LineFigures } from '../../../server/simulator/runs/figures.ts';

/** Who waits for so long is not served: more at once would only be served worse. */
const FAILS_MS = 2_500;
/** Calls that were told to end are over by then, or never. */
const OVER_WITHIN_MS = 20_000;

/** Calls were lost at a level, or waited too long by a percentile of their answers; null: there were none. */
export function isTooMuch({ refused, failed, broken }: LineFigures, answeredMs: number | null): boolean {
  return refused + failed + broken > 0 || (answeredMs ?? FAILS_MS) >= FAILS_MS;
}

/** Waits for calls that were told to end; the program that does not let them is stopped, which breaks them off. */
export async function whenOver<Report>(
  calls: Promise<Report[]>,
  stop: () => Promise<unknown>,
): Promise<Report[]> {
  const late = setTimeout(() => void stop(), OVER_WITHIN_MS);
  try {
    return await calls;
  } finally {
    clearTimeout(late);
  }
}
