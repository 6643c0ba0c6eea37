const DAY_MS = 86_400_000;

/** Days are texts, `YYYY-MM-DD`, of the workspace's zone: the browser's own zone has no part in them. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The day that it is in a zone now. */
export function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
}

const HEAD = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
export const dayHead = (day: string) => HEAD.format(new Date(`${day}T00:00:00Z`));

const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
/** The time of `2026-11-27T14:00` in the reader's way of writing it. */
export const timeOf = (local: string) => TIME.format(new Date(`${local}:00Z`));

/** Minutes since midnight of a local time. */
export function minuteOf(local: string): number {
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}
