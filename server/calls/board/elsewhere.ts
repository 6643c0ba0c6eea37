import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import { type BoardCall, MOST_ON_BOARD } from '../../../shared/api/calls/board.ts';
import { createdByActor } from '../../db/actors.ts';
import type { Database } from '../../db/database.ts';
import { calls } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { partiesOf } from '../record/readCalls.ts';
import type { CallRelay } from '../relay/contract.ts';

type Row = typeof calls.$inferSelect;

/**
 * Calls of the workspace that ring, or that other processes say they hold, oldest first: as those processes tell, and
 * as the database knows where they do not.
 */
export async function callsElsewhere(
  database: Database,
  relay: Pick<CallRelay, 'cards'> | null,
  workspaceId: string,
  isOurs: (callId: string) => boolean,
): Promise<BoardCall[]> {
  const asked = relay?.cards(workspaceId).catch(() => []);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(calls)
      .where(
        and(eq(calls.workspaceId, workspaceId), ne(calls.state, 'ended'), gt(calls.leaseUntil, sql`now()`)),
      )
      .orderBy(asc(calls.id))
      .limit(MOST_ON_BOARD * 2),
  );
  const told = new Map((await asked)?.map((card) => [card.id, card]));
  return rows.filter(({ id }) => !isOurs(id)).map((row) => told.get(row.id) ?? present(row, relay !== null));
}

/** Throws for a call that is in progress in no other process: `not-found`, or `conflict` where it rings or is over. */
export async function requireElsewhere(
  database: Database,
  workspaceId: string,
  callId: string,
): Promise<void> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ state: calls.state })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId))),
  );
  if (!row) throw notFound('call');
  if (row.state !== 'live') throw new ProblemError('conflict', WHY_NOT[row.state]);
}

const WHY_NOT: Record<Exclude<Row['state'], 'live'>, string> = {
  ended: 'This call is over.',
  ringing: 'This call still rings. It can be listened to and joined once it is answered.',
};

function present(row: Row, reachesAll: boolean): BoardCall {
  return {
    id: row.id,
    here: reachesAll && row.state === 'live',
    ringing: row.state === 'ringing',
    carrier: row.carrier,
    direction: row.direction,
    ...partiesOf(row),
    flow: { name: row.flowName, version: row.flowVersion },
    step: null,
    personality: row.personalityName,
    testedBy: row.test ? createdByActor(row) : null,
    startedAt: (row.answeredAt ?? row.createdAt).toISOString(),
    floor: null,
    lastWords: null,
    mood: null,
    waiting: null,
    person: null,
    trouble: null,
  };
}
