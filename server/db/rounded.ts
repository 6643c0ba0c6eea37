import { type SQL, sql } from 'drizzle-orm';

const DIGITS = 9;

/**
 * A sum or mean of fractions, rounded: rows are added up in whatever order they are read, and the last digits would tell
 * in which. None stays none.
 */
export const rounded = (value: SQL): SQL<number> =>
  sql<number>`round((${value})::numeric, ${DIGITS})::float8`;
