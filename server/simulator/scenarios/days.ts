const DAY_MS = 86_400_000;
const FORMS: Record<string, (day: Date) => string> = {
  date: (day) => day.toISOString().slice(0, 10),
  weekday: (day) => spoken(day, { weekday: 'long' }),
  said: (day) => spoken(day, { weekday: 'long', month: 'long', day: 'numeric' }),
};
const spoken = (day: Date, form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-US', { ...form, timeZone: 'UTC' }).format(day);

/** `{workday+2.weekday}`: the second working day from tomorrow on, as it is said. */
const PLACE = /\{workday\+(\d+)\.(date|weekday|said)\}/g;

/**
 * Puts days into a text that count from the day of the call: the n-th working day behind it, as `date` (2026-11-27),
 * `weekday` (Friday) or `said` (Friday, November 27).
 */
export function withDays(text: string, now: Date, timeZone: string): string {
  return text.replaceAll(PLACE, (_, count: string, form: string) =>
    FORMS[form]!(workday(Number(count), now, timeZone)),
  );
}

function workday(count: number, now: Date, timeZone: string): Date {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  let day = new Date(`${today}T00:00:00Z`);
  for (let left = count; left > 0; ) {
    day = new Date(day.getTime() + DAY_MS);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left--;
  }
  return day;
}
