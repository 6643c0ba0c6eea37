import type { SeededRandom } from '../../seededRandom.ts';
import { type FreeTime, weekdayOf } from './business.ts';

const DIGITS = ['oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;
const HOURS = [
  'twelve',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
] as const;
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );
/** From here on a weekday alone could be another week’s. */
const THIS_WEEK_DAYS = 6;

/** Digits one by one, in groups as people say them. */
export function digitsSaid(text: string, groups: readonly number[] = []): string {
  const digits = [...text].filter((sign) => /\d/.test(sign)).map((sign) => DIGITS[Number(sign)]!);
  const parts: string[] = [];
  for (let at = 0, group = 0; at < digits.length; group++) {
    const length = groups[group] ?? digits.length - at;
    parts.push(digits.slice(at, at + length).join(' '));
    at += length;
  }
  return parts.join(', ');
}

/** A phone number without its country, as it is said there. */
export const phoneSaid = (phone: string) => digitsSaid(phone.replaceAll(/\D/g, '').slice(-10), [3, 3, 4]);

export function daySaid(
  { day, weekday, daysAhead }: Pick<FreeTime, 'day' | 'weekday' | 'daysAhead'>,
  random: SeededRandom,
): string {
  const month = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' }).format(new Date(day));
  const date = `${month} ${ORDINALS[Number(day.slice(8)) - 1]!}`;
  if (daysAhead === 1 && random.chance(0.5)) return 'tomorrow';
  if (daysAhead === 2 && random.chance(0.3)) return 'the day after tomorrow';
  if (daysAhead <= THIS_WEEK_DAYS && random.chance(0.6))
    return random.pick([`on ${weekday}`, `this ${weekday}`]);
  return random.pick([
    `on ${weekday}, ${date}`,
    `on ${date}`,
    `on the ${ORDINALS[Number(day.slice(8)) - 1]!}`,
  ]);
}

export const dayNamed = (day: string) => `the one on ${weekdayOf(day)}`;

export function timeSaid(minute: number, random: SeededRandom): string {
  const hour = HOURS[Math.floor(minute / 60) % 12]!;
  const [half, noon] = [minute % 60 === 30, minute >= 720];
  if (minute === 720) return random.pick(['at noon', 'at twelve']);
  if (half)
    return random.pick([
      `at ${hour} thirty`,
      `at half past ${hour}`,
      `at ${hour} thirty ${noon ? 'p m' : 'a m'}`,
    ]);
  return random.pick([
    `at ${hour} ${noon ? 'p m' : 'a m'}`,
    `at ${hour} o’clock`,
    `at ${hour} in the ${noon ? 'afternoon' : 'morning'}`,
  ]);
}
