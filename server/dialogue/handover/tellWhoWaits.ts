import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations } from '../../db/schema/index.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { forgotten } from './handBack.ts';
import { HELD_BY_NOBODY, holderOf } from './holder.ts';
import { addMemberMessage, oneMore } from './memberMessage.ts';

/** Whoever waits for a person is told after this that none has come so far. */
const NOBODY_CAME_MINUTES = 5;
/** A member who has not answered for so long does not have the conversation any more. */
const LEFT_MINUTES = 10;
const AT_ONCE = 200;
const SYSTEM = { kind: 'system', id: null, name: 'VoiceOps Studio' } as const;

/**
 * Sees to it that nobody waits for ever, in all workspaces: who waits for a person is told that none has come, and what
 * a member took and left unanswered is the agent's again and waits for another. Gives how many conversations that were.
 */
export async function tellWhoWaits(deps: Conversations): Promise<number> {
  const { rows } = await deps.database.outside.execute<{ workspace_id: string; id: string }>(
    sql`select workspace_id, id from voiceops_left_waiting(${NOBODY_CAME_MINUTES}, ${LEFT_MINUTES}, ${AT_ONCE})`,
  );
  for (const { workspace_id: workspaceId, id } of rows)
    await deps.database.withWorkspace(workspaceId, async (tx) => {
      // Locked, so that whoever takes it over or writes at this moment comes before or after.
      const its = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id));
      const [row] = await tx.select().from(conversations).where(its).for('update');
      if (row) await tellIn(tx, deps, row);
    });
  return rows.length;
}

async function tellIn(
  tx: WorkspaceTx,
  deps: Conversations,
  row: typeof conversations.$inferSelect,
): Promise<void> {
  const its = and(eq(conversations.workspaceId, row.workspaceId), eq(conversations.id, row.id));
  const holder = holderOf(row);
  if (holder && isOver(row.unansweredSince, LEFT_MINUTES)) {
    const [freed] = await tx
      .update(conversations)
      .set({
        ...HELD_BY_NOBODY,
        ...oneMore,
        waitsSince: sql`now()`,
        sealedSecret: forgotten(deps.audioStore, row.sealedSecret),
      })
      .where(its)
      .returning();
    await addMemberMessage(tx, deps, freed!, { member: holder, did: 'left' });
    await recordAudit(tx, row.workspaceId, {
      actor: SYSTEM,
      action: 'conversation.left',
      subject: { kind: 'conversation', id: row.id, name: row.id },
      detail: { heldBy: holder.name, unansweredSince: row.unansweredSince?.toISOString() ?? null },
      correlationId: null,
    });
  } else if (!holder && !row.toldNobodyCame && isOver(row.waitsSince, NOBODY_CAME_MINUTES)) {
    const [told] = await tx
      .update(conversations)
      .set({ ...oneMore, toldNobodyCame: true })
      .where(its)
      .returning();
    await addMemberMessage(tx, deps, told!, { member: SYSTEM, did: 'nobody-came' });
  }
}

const isOver = (since: Date | null, minutes: number) =>
  since !== null && since.getTime() <= Date.now() - minutes * 60_000;
