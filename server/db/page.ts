import { z } from 'zod';
import { ProblemError } from '../problem.ts';

/** Where a page ends: the sort key of its last row. The next page seeks to it, so every page costs the same. */
type Position = readonly (string | number | boolean)[];

/** Opaque to callers: they may keep it and send it back, nothing else. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor back as `schema` says; null without one. Throws `validation-failed` for anything we did not make. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new ProblemError(
      'validation-failed',
      'Pass `nextCursor` of the page before as `cursor`, unchanged.',
      {
        errors: [{ field: 'cursor', message: 'is not a cursor of this list' }],
        cause,
      },
    );
  }
}

/** The position in a list that is ordered by a time-ordered id. */
export const IdPosition = z.tuple([z.uuid()]);
/** The position in a list that is ordered by a number. */
export const NumberPosition = z.tuple([z.int()]);

/**
 * Makes a page of rows read with `limit + 1`: the row too many says that there is more and is left out.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(positionOf(last)) : null };
}
