import { z } from 'zod';
import { text } from '../common.ts';
import { Day } from './records.ts';

/** Weekdays as ISO 8601 counts them: the first is Monday, number 1. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A time of the day, `09:00`; `24:00` is the end of the day. */
export const TimeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'use hours and minutes, such as 09:00');

const inOrder = { error: 'must close after it opens', path: ['closes'] };
export const OpenPart = z
  .object({ weekday: z.enum(WEEKDAYS), opens: TimeOfDay, closes: TimeOfDay })
  .refine(({ opens, closes }) => opens < closes, inOrder);
export type OpenPart = z.infer<typeof OpenPart>;

/** A day that is otherwise than its weekday; without times it is closed. */
export const OpeningException = z
  .object({ day: Day, name: text(1, 100), opens: TimeOfDay.nullable(), closes: TimeOfDay.nullable() })
  .refine(({ opens, closes }) => (opens === null) === (closes === null), {
    error: 'give both times, or none for a closed day',
    path: ['closes'],
  })
  .refine(({ opens, closes }) => opens === null || closes === null || opens < closes, inOrder);
export type OpeningException = z.infer<typeof OpeningException>;

export const OpeningHours = z.object({
  week: z.array(OpenPart).max(70).describe('Several parts of one weekday leave a break between them'),
  exceptions: z.array(OpeningException).max(500),
  timeZone: z.string().describe('The workspace’s; its days and hours are these'),
});
export type OpeningHours = z.infer<typeof OpeningHours>;
