import { and, eq, isNull } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../../shared/api/common.ts';
import { createdByColumns } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { calls, flows } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { AdmittedCall } from '../contract.ts';
import { maskedNumber, sealCallSecret } from '../record/content.ts';
import type { Admission } from './admission.ts';

/** A call that asks to be let in, or that we place. */
export interface CallWish {
  workspaceId: string;
  /** What answers: a flow in its newest version, or a personality (null: the primary one) directly. */
  what: { flowId: string } | { personalityId: string | null };
  start: AdmittedCall['start'];
  /** Null while the carrier has not named it. */
  carrierCallId: string | null;
  phoneNumberId: string | null;
  /** Who tries it, or places it; null: a caller from outside. */
  by: Actor | null;
  test: boolean;
}

/** For the sound of a call to come after it was let in; then whoever sweeps counts it as lost. */
const RINGING_MS = 5 * 60_000;
const OUTSIDE: Actor = { kind: 'system', id: null, name: 'Telephone' };

/**
 * Writes a call down as ringing and gives its id; null: this carrier's call is known already. With `refused` it is
 * over at once. Throws `not-found` for a flow or personality that is not there.
 */
export async function admitCall(
  { audioStore, personality }: Admission,
  tx: WorkspaceTx,
  wish: CallWish,
  { refused = false }: { refused?: boolean } = {},
): Promise<string | null> {
  const now = new Date();
  const { from, to, direction } = wish.start;
  // The other party's number is personal, whoever called.
  const [theirs, ours] = direction === 'inbound' ? [from, to] : [to, from];
  const target = await targetOf(personality, tx, wish);
  const [row] = await tx
    .insert(calls)
    .values({
      id: v7(),
      workspaceId: wish.workspaceId,
      carrier: wish.start.carrier,
      carrierCallId: wish.carrierCallId,
      direction,
      fromMasked: maskedNumber(theirs),
      sealedSecret: sealCallSecret(audioStore, { from: theirs }),
      to: ours,
      phoneNumberId: wish.phoneNumberId,
      ...target,
      test: wish.test,
      ...(refused
        ? { state: 'ended', end: 'refused', endedAt: now, durationMs: 0 }
        : { state: 'ringing', leaseUntil: new Date(now.getTime() + RINGING_MS) }),
      ...createdByColumns(wish.by ?? OUTSIDE),
    })
    .onConflictDoNothing()
    .returning({ id: calls.id });
  return row?.id ?? null;
}

async function targetOf(
  personality: Admission['personality'],
  tx: WorkspaceTx,
  { workspaceId, what }: Pick<CallWish, 'workspaceId' | 'what'>,
): Promise<
  Pick<typeof calls.$inferInsert, 'flowId' | 'flowName' | 'flowVersion' | 'personalityId' | 'personalityName'>
> {
  if ('flowId' in what) {
    const [flow] = await tx
      .select()
      .from(flows)
      .where(and(eq(flows.workspaceId, workspaceId), eq(flows.id, what.flowId), isNull(flows.archivedAt)));
    if (!flow) throw notFound('flow');
    return { flowId: flow.id, flowName: flow.name, flowVersion: flow.version };
  }
  const { id, name } = await personality(tx, workspaceId, { asked: what.personalityId });
  return { flowId: null, flowName: name, flowVersion: 0, personalityId: id, personalityName: name };
}
