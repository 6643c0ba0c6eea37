import { Temporal } from 'temporal-polyfill';

/** The day that it is somewhere, as `2026-11-27`. */
export function dayOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** Day and minute as clocks show them somewhere: `2026-11-27T14:00`. */
export function localOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** As a person would say it: “Friday, November 27 at 2:00 PM”. */
export function inWords(instant: Date, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat([language, 'en'], {
    timeZone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(instant);
}

/** The instant of a minute of a local day. Null where clocks skip it; where they pass it twice, the first. */
export function instantOf(day: string, minute: number, timeZone: string): Date | null {
  // 24:00 is where the next day begins.
  const plain = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes: minute });
  const found = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return found.toPlainDateTime().equals(plain) ? new Date(found.epochMilliseconds) : null;
}

/** As `instantOf`; a minute that clocks skip is the one they show instead. */
export function boundaryOf(day: string, minute: number, timeZone: string): Date {
  const plain = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes: minute });
  return new Date(plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
}

/**
 * Reads `2026-11-27T14:00` in the zone, or a time that says its own zone (`…Z`, `…+02:00`). Null for what is neither,
 * or does not exist because clocks skip it.
 */
export function readTime(text: string, timeZone: string): Date | null {
  try {
    if (/(z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes('T'))
      return new Date(Temporal.Instant.from(text).epochMilliseconds);
    const plain = Temporal.PlainDateTime.from(text);
    return instantOf(plain.toPlainDate().toString(), plain.hour * 60 + plain.minute, timeZone);
  } catch {
    return null;
  }
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** How many days later `to` is than `from`. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** ISO 8601: 1 is Monday, 7 Sunday. */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}
