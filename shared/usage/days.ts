/** A day's characters. `day` is `YYYY-MM-DD`, of UTC. */
export interface DayOfUse {
  day: string;
  characters: number;
}

const DAY_MS = 86_400_000;
/** A day is compared with as many before it, */
export const COMPARED_DAYS = 14;
/** and is unusual with more than so many times their median, */
const UNUSUAL_FACTOR = 5;
/** above what one person does by hand, */
const UNUSUAL_FLOOR = 10_000;
/** once there is a habit to compare with. */
const HABIT_DAYS = 3;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
export const addDays = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS));
/** The first day of the month of a day. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
/** The first day of the month after. */
export function nextMonth(day: string): string {
  const first = new Date(`${monthOf(day)}T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + 1);
  return dayOf(first);
}

export interface UnusualDay extends DayOfUse {
  /** The median of the days with any use among those it is compared with. */
  usualCharacters: number;
}

/** Days with far more use than the two weeks before them. Days that are missing had none; any order will do. */
export function unusualDays(days: readonly DayOfUse[]): UnusualDay[] {
  const used = new Map(days.map(({ day, characters }) => [day, characters]));
  return days.flatMap(({ day, characters }) => {
    if (characters <= UNUSUAL_FLOOR) return [];
    const before = Array.from({ length: COMPARED_DAYS }, (_, n) => used.get(addDays(day, -1 - n)) ?? 0)
      .filter((count) => count > 0)
      .sort((a, b) => a - b);
    if (before.length < HABIT_DAYS) return [];
    const usualCharacters = median(before);
    return characters > UNUSUAL_FACTOR * usualCharacters ? [{ day, characters, usualCharacters }] : [];
  });
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/**
 * What the month will come to: what it is so far, and for the time that is left the mean of the latest two weeks, or
 * of as much of them as has passed since the first use. `days` hold those two weeks and the month.
 */
export function forecastMonth(
  days: readonly { day: string; amount: number }[],
  now: Date,
): { soFar: number; forecast: number } {
  const today = dayOf(now);
  const month = monthOf(today);
  const soFar = sum(days.filter(({ day }) => day >= month && day <= today));
  const since = addDays(today, 1 - COMPARED_DAYS);
  const recent = days.filter(({ day, amount }) => day >= since && day <= today && amount > 0);
  const first = recent.reduce((earliest, { day }) => (day < earliest ? day : earliest), today);
  const passedDays = (now.getTime() - Date.parse(`${first}T00:00:00Z`)) / DAY_MS;
  const leftDays = (Date.parse(`${nextMonth(today)}T00:00:00Z`) - now.getTime()) / DAY_MS;
  // A day that has just begun says little: it counts as a whole one.
  const perDay = sum(recent) / Math.max(1, passedDays);
  return { soFar, forecast: soFar + perDay * leftDays };
}

const sum = (days: readonly { amount: number }[]) => days.reduce((total, { amount }) => total + amount, 0);
