const PATTERN = /^\/(.*)\/([imsu]*)$/s;

/** Whether a value has all that is asked for: objects in part, lists whole, `/…/` as a pattern, the rest as it is. */
export function matches(value: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'string') {
    const [, source, flags] = PATTERN.exec(wanted) ?? [];
    return source === undefined ? value === wanted : new RegExp(source, flags).test(String(value));
  }
  if (Array.isArray(wanted))
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((each, at) => matches(value[at], each))
    );
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof value !== 'object' || value === null) return false;
    const entries = value as Record<string, unknown>;
    return Object.entries(wanted).every(([key, each]) => matches(entries[key], each));
  }
  return value === wanted;
}

/** The first of `wanted` that is not found, in order, with anything between; null when all are there. */
export function missingOf(values: readonly unknown[], wanted: readonly unknown[]): unknown {
  let at = 0;
  for (const each of wanted) {
    const found = values.findIndex((value, index) => index >= at && matches(value, each));
    if (found < 0) return each;
    at = found + 1;
  }
  return null;
}
