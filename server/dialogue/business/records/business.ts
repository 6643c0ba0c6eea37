import type { Database } from '../../../db/database.ts';

/** What the functions of business data work with; wired in `processes/`. */
export interface Business {
  database: Database;
  /** The present time. */
  now(): Date;
}

export interface ListInput {
  limit: number;
  cursor?: string | undefined;
  /** Words to look for. */
  q?: string | undefined;
}

/** A pattern for ILIKE that finds the text anywhere; undefined for none. */
export function anywhere(q: string | undefined): string | undefined {
  const text = q?.trim();
  return text ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : undefined;
}
