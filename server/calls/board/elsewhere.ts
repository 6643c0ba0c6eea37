import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import { type BoardCall, MOST_ON_BOARD } from '../../../shared/api/calls/board.ts';
import { createdByActor } from '../../db/actors.ts';
import type { Database } from '../../db/database.ts';
import { calls } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { partiesOf } from '../record/readCalls.ts';

type Row = typeof calls.$inferSelect;

/** Calls of the workspace that ring, or that other processes say they hold, oldest first. */
export async function callsElsewhere(
  database: Database,
  workspaceId: string,
  isOurs: (callId: string) => boolean,
): Promise<BoardCall[]> {
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
  return rows.filter(({ id }) => !isOurs(id)).map(present);
}

/** Why a call that is not in progress in this process cannot be joined, as the problem to be thrown. */
export async function whyNotHere(
  database: Database,
  workspaceId: string,
  callId: string,
): Promise<ProblemError> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ state: calls.state })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId))),
  );
  if (!row) return notFound('call');
  return new ProblemError('conflict', WHY_NOT[row.state]);
}

const WHY_NOT: Record<Row['state'], string> = {
  ended: 'This call is over.',
  ringing: 'This call still rings. It can be listened to and joined once it is answered.',
  live: 'Another process of the installation holds this call; only there can it be listened to and joined.',
};

function present(row: Row): BoardCall {
  return {
    id: row.id,
    here: false,
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
