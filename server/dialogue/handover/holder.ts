import { sql } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import type { conversations } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

type Row = typeof conversations.$inferSelect;

/** Who of the workspace has a conversation; null: nobody. */
export function holderOf({
  heldByKind: kind,
  heldById: id,
  heldByName: name,
}: Pick<Row, 'heldByKind' | 'heldById' | 'heldByName'>): Actor | null {
  return kind === null ? null : { kind, id, name: name ?? '' };
}

/** The columns of a conversation that a member takes; somebody waits for a first word of theirs. */
export const heldByColumns = ({ kind, id, name }: Actor) => ({
  heldByKind: kind,
  heldById: id,
  heldByName: name,
  heldSince: sql`now()`,
  unansweredSince: sql`now()`,
  waitsSince: null,
  toldNobodyCame: false,
});

/** The columns of a conversation that nobody has any more. */
export const HELD_BY_NOBODY = {
  heldByKind: null,
  heldById: null,
  heldByName: null,
  heldSince: null,
  unansweredSince: null,
  toldNobodyCame: false,
} as const;

/** Why somebody who does not have the conversation may not act in it. */
export function notTheirs(row: Row): ProblemError {
  const holder = holderOf(row);
  return holder
    ? new ProblemError('conversation-held', `${holder.name} has this conversation. Take it from them first.`)
    : new ProblemError('conflict', 'You do not have this conversation. Take it over first.');
}
