import { and, eq, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { sealContent } from './content.ts';
import type { Conversations } from './conversations.ts';

/** A turn whose node died holds its conversation for so long at most. */
export const LEASE_MS = 30_000;
export const RENEW_MS = 8_000;

/** A turn that holds a conversation. */
export interface HeldTurn {
  workspaceId: string;
  conversationId: string;
  messageId: string;
}

/** Somebody stopped the turn, or it is not ours any more. */
export function stoppedTurn(): ProblemError {
  return new ProblemError('unavailable', 'The answer was stopped.');
}

const mine = ({ workspaceId, conversationId, messageId }: HeldTurn) =>
  and(
    eq(conversations.workspaceId, workspaceId),
    eq(conversations.id, conversationId),
    eq(conversations.turnId, messageId),
  );

/**
 * Holds the conversation for longer and writes down what was said so far. False: somebody stopped the turn, or the
 * conversation is gone or another's.
 */
export async function renew(
  { database, audioStore }: Conversations,
  turn: HeldTurn,
  textSoFar: string,
): Promise<boolean> {
  return database.withWorkspace(turn.workspaceId, async (tx) => {
    const [held] = await tx
      .update(conversations)
      .set({ leaseUntil: sql`now() + make_interval(secs => ${LEASE_MS / 1000})` })
      .where(mine(turn))
      .returning({ stopRequested: conversations.stopRequested });
    if (!held || held.stopRequested) return false;
    await tx
      .update(messages)
      .set({ sealedSecret: sealContent(audioStore, { text: textSoFar }) })
      .where(and(eq(messages.workspaceId, turn.workspaceId), eq(messages.id, turn.messageId)));
    return true;
  });
}

/** The fence of effects: throws when the turn holds no longer, and keeps it from being stopped until the end of `tx`. */
export async function requireHeld(tx: WorkspaceTx, turn: HeldTurn): Promise<void> {
  const [held] = await tx
    .select({ stopRequested: conversations.stopRequested })
    .from(conversations)
    .where(mine(turn))
    .for('share');
  if (!held || held.stopRequested) throw stoppedTurn();
}

/** Asks whoever answers, on whichever node, to stop. False: nobody does. */
export async function requestStop(
  { database }: Conversations,
  workspaceId: string,
  conversationId: string,
): Promise<boolean> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const stopped = await tx
      .update(conversations)
      .set({ stopRequested: true })
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.id, conversationId),
          sql`${conversations.turnId} is not null and ${conversations.leaseUntil} > now()`,
        ),
      )
      .returning({ id: conversations.id });
    if (stopped.length > 0) await notify(tx, workspaceId, { type: 'conversation-stopped', conversationId });
    return stopped.length > 0;
  });
}
