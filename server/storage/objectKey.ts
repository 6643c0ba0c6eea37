const SEGMENT = /^[a-z0-9_-][a-z0-9._-]*$/;

/**
 * Returns the key when it is a relative path of `[a-z0-9._-]` segments that do not begin with a dot.
 * Throws otherwise: keys are made by us, so a bad one is a mistake here or an attempt to leave the store.
 */
export function checkedKey(key: string): string {
  if (key.length > 500 || !key.split('/').every((segment) => SEGMENT.test(segment)))
    throw new Error(`"${key.slice(0, 100)}" is not a storage key`);
  return key;
}

export interface ByteRange {
  start: number;
  end: number;
}

/** The range cut to what exists; throws RangeError when none of it does. Both ends are inclusive. */
export function clippedRange(range: ByteRange | undefined, sizeBytes: number): ByteRange {
  if (!range) return { start: 0, end: sizeBytes - 1 };
  const { start } = range;
  const end = Math.min(range.end, sizeBytes - 1);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start)
    throw new RangeError(`bytes ${start}–${range.end} are not within ${sizeBytes}`);
  return { start, end };
}
