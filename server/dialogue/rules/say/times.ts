import { addDays, clockTime, localClock, minutesOf } from '../../understanding/when/localDay.ts';

/** A day as it is said: “today”, “tomorrow”, “Friday, March 7”. */
export function sayDay(date: string, today: string): string {
  if (date === today) return 'today';
  if (date === addDays(today, 1)) return 'tomorrow';
  return new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

/** The same with “on” where it needs one. */
export function onDay(date: string, today: string): string {
  const day = sayDay(date, today);
  return /^(today|tomorrow)$/.test(day) ? day : `on ${day}`;
}

/** A day and a time: “tomorrow at 3 PM”, “on Friday, March 7 at noon”. */
export function sayChoice({ date, time }: { date: string; time: string }, today: string): string {
  return `${onDay(date, today)} at ${sayTime(time)}`;
}

/** `15:00` as “3 PM”, `12:00` as “noon”. */
export function sayTime(time: string): string {
  const minutes = minutesOf(time);
  if (minutes === 12 * 60) return 'noon';
  const hour = Math.floor(minutes / 60) % 12 || 12;
  const rest = minutes % 60 === 0 ? '' : `:${time.slice(3)}`;
  return `${hour}${rest} ${minutes < 12 * 60 ? 'AM' : 'PM'}`;
}

/** Day and time of an instant in a zone. */
export function dayAndTime(startsAt: string, timeZone: string): { date: string; time: string } {
  const { date, minutes } = localClock(new Date(startsAt), timeZone);
  return { date, time: clockTime(minutes) };
}

/** “a, b or c”. */
export function oneOf(items: readonly string[], joint = 'or'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`;
}

/** With a capital at the beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
