import { z } from 'zod';
import { UNSPEAKABLE } from '../markup/unspeakable.ts';

export { UNSPEAKABLE };

/** Free text from a person: trimmed length within bounds, no control characters, no lone surrogates. */
export const text = (min: number, max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.trim().length >= min, {
      error: min === 1 ? 'must not be empty' : `needs at least ${min} characters`,
    })
    .refine((value) => !UNSPEAKABLE.test(value), { error: 'contains control characters or broken Unicode' });

export const Id = z.uuid();
/** ISO 8601 with a zone: `Z`, as in every answer, or an offset such as `+02:00`. */
export const Time = z.iso.datetime({ offset: true });
export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and single hyphens')
  .max(60);
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'use a BCP 47 language tag such as en-US')
  .max(35);

/** IANA name of a time zone that this machine knows. */
export const TimeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, { error: 'use the name of a time zone such as Europe/Berlin' });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

export const IdParams = z.object({ id: Id });
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** The same key with the same request gives what the first one made. */
export const MayRepeat = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });

/** A page of a list: pass `nextCursor` back as `cursor` for the next one; null at the end. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A list that is answered as a whole, in the shape of a page. */
export const whole = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.null().describe('There is no further page') });

/** Who did something: a person, a program with a key, or the installation itself. */
export const Actor = z.object({
  kind: z.enum(['user', 'key', 'system']),
  id: z.string().nullable(),
  name: z.string(),
});
export type Actor = z.infer<typeof Actor>;
