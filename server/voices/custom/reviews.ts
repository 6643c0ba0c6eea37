import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { ROLE_SCOPES, ROLES } from '../../../shared/access.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { customVoices, memberships, personalities, voiceConsents } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Voices } from '../voices.ts';
import { takeVoicesOver } from './consent.ts';
import { queueTraining } from './train.ts';

const UNHEARD = 'Nobody here could check that the statement was spoken: listen to it.';
const OTHER_WORDS = 'What was heard is not the statement: listen to it.';

/** A page of what a person has to decide on, oldest first. */
export async function listVoiceReviews(
  { database }: Voices,
  { workspaceId }: Caller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = decodeCursor(cursor, IdPosition);
  const rows = await database.withWorkspace(workspaceId, (tx) => {
    const trainings = tx
      .select({
        id: customVoices.id,
        kind: sql<'training' | 'consent'>`'training'`.as('kind'),
        personalityId: customVoices.personalityId,
        name: personalities.name,
        reason: sql<string>`coalesce(${customVoices.reviewReason}, '')`.as('reason'),
        createdByKind: customVoices.createdByKind,
        createdById: customVoices.createdById,
        createdByName: customVoices.createdByName,
        createdAt: customVoices.createdAt,
      })
      .from(customVoices)
      .innerJoin(personalities, eq(personalities.id, customVoices.personalityId))
      .where(
        and(
          eq(customVoices.workspaceId, workspaceId),
          eq(customVoices.state, 'in-review'),
          after === null ? undefined : gt(customVoices.id, after[0]),
        ),
      );
    const consents = tx
      .select({
        id: voiceConsents.id,
        kind: sql<'training' | 'consent'>`'consent'`.as('kind'),
        personalityId: voiceConsents.personalityId,
        name: personalities.name,
        reason:
          sql<string>`case when ${voiceConsents.match} = 'not-matched' then ${OTHER_WORDS} else ${UNHEARD} end`.as(
            'reason',
          ),
        createdByKind: voiceConsents.createdByKind,
        createdById: voiceConsents.createdById,
        createdByName: voiceConsents.createdByName,
        createdAt: voiceConsents.createdAt,
      })
      .from(voiceConsents)
      .innerJoin(personalities, eq(personalities.id, voiceConsents.personalityId))
      .where(
        and(
          eq(voiceConsents.workspaceId, workspaceId),
          eq(voiceConsents.state, 'in-review'),
          after === null ? undefined : gt(voiceConsents.id, after[0]),
        ),
      );
    return unionAll(trainings, consents)
      .orderBy(sql`id`)
      .limit(limit + 1);
  });
  const { items, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
  return {
    items: items.map(({ createdByKind, createdById, createdByName, createdAt, ...rest }) => ({
      ...rest,
      requestedBy: createdByActor({ createdByKind, createdById, createdByName }),
      createdAt: createdAt.toISOString(),
    })),
    nextCursor,
  };
}

/**
 * Allows or refuses a training or a consent. Throws `not-found`, `person-required` for a key, and `self-approval`
 * where somebody else could decide on what one asked for oneself.
 */
export async function decideVoiceReview(
  { database, speech }: Voices,
  caller: Caller,
  id: string,
  { decision, note }: { decision: 'allow' | 'refuse'; note: string },
): Promise<void> {
  const { workspaceId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const training = await decideTraining(tx, caller, id, decision, note);
    const decided = training ?? (await decideConsent(tx, caller, id, decision));
    if (!decided) throw notFound('review');
    const personality = await personalityRow(tx, workspaceId, decided.personalityId);
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId: decided.personalityId });
    await record(tx, caller, training ? 'voice.training-reviewed' : 'voice.consent-reviewed', personality, {
      id,
      decision,
      note,
    });
  });
  speech.changed(workspaceId);
}

async function decideTraining(
  tx: WorkspaceTx,
  caller: Caller,
  id: string,
  decision: 'allow' | 'refuse',
  note: string,
) {
  const which = and(
    eq(customVoices.workspaceId, caller.workspaceId),
    eq(customVoices.id, id),
    eq(customVoices.state, 'in-review'),
  );
  const [row] = await tx.select().from(customVoices).where(which).for('update');
  if (!row) return null;
  await requireDecider(tx, caller, row.createdById);
  if (decision === 'allow') {
    await tx.update(customVoices).set({ state: 'training' }).where(which);
    await queueTraining(tx, caller.workspaceId, id);
  } else
    await tx
      .update(customVoices)
      .set({ state: 'failed', failure: `Refused after a review: ${note}`, finishedAt: new Date() })
      .where(which);
  return row;
}

async function decideConsent(tx: WorkspaceTx, caller: Caller, id: string, decision: 'allow' | 'refuse') {
  const which = and(
    eq(voiceConsents.workspaceId, caller.workspaceId),
    eq(voiceConsents.id, id),
    eq(voiceConsents.state, 'in-review'),
  );
  const [row] = await tx.select().from(voiceConsents).where(which).for('update');
  if (!row) return null;
  await requireDecider(tx, caller, row.createdById);
  await tx
    .update(voiceConsents)
    .set({ state: decision === 'allow' ? 'valid' : 'rejected' })
    .where(which);
  if (decision === 'allow') await takeVoicesOver(tx, row);
  return row;
}

const DECIDING_ROLES = ROLES.filter((role) => ROLE_SCOPES[role].includes('voices:manage'));

/** A person, and another one than who asked, wherever there is another. */
async function requireDecider(tx: WorkspaceTx, caller: Caller, requestedById: string | null): Promise<void> {
  if (caller.actor.kind !== 'user')
    throw new ProblemError('person-required', 'A person has to listen and decide; a key may not.');
  if (requestedById !== caller.userId) return;
  const [other] = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.workspaceId, caller.workspaceId),
        ne(memberships.userId, caller.userId),
        inArray(memberships.role, DECIDING_ROLES),
      ),
    )
    .limit(1);
  if (other)
    throw new ProblemError(
      'self-approval',
      'You asked for this yourself: another admin has to decide on it.',
    );
}
