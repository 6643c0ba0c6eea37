const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time as its distance from now; older than a month, as a date. */
export function relativeTime(iso: string, nowMs: number): string {
  const distanceMs = new Date(iso).getTime() - nowMs;
  const size = Math.abs(distanceMs);
  if (size < 45_000) return distanceMs > 0 ? 'in a moment' : 'just now';
  if (size < HOUR_MS) return RELATIVE.format(Math.round(distanceMs / MINUTE_MS), 'minute');
  if (size < DAY_MS) return RELATIVE.format(Math.round(distanceMs / HOUR_MS), 'hour');
  if (size < 30 * DAY_MS) return RELATIVE.format(Math.round(distanceMs / DAY_MS), 'day');
  return DAY.format(new Date(iso));
}

/** A time to the second, in the reader's locale and zone. */
export const exactTime = (iso: string): string => EXACT.format(new Date(iso));

/** The day of a time, in the reader's locale and zone. */
export const dayOf = (iso: string): string => DAY.format(new Date(iso));
