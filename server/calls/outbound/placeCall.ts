import { and, asc, eq } from 'drizzle-orm';
import type { NewCall } from '../../../shared/api/calls/outbound.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { type KeyedRequest, takeKey } from '../../db/idempotency.ts';
import { calls, phoneNumbers } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Admission } from '../admission/admission.ts';
import { admitCall } from '../admission/admitCall.ts';
import { endUnheard } from '../admission/endUnheard.ts';

export interface Outbound extends Admission {
  /** Asks the carrier to call; gives its name of the call. Null: no carrier is set up. */
  dial: ((call: { workspaceId: string; callId: string; from: string; to: string }) => Promise<string>) | null;
}

/** A call with this key that was placed before. */
class PlacedBefore extends Error {
  readonly callId: string;
  constructor(callId: string) {
    super('a call with this key was placed before');
    this.callId = callId;
  }
}

/**
 * Calls somebody: the carrier rings, and what is said once they pick up is the flow's. Throws `not-implemented` where
 * no carrier is set up, `validation-failed` for a number that is not the workspace's, and what the carrier refuses
 * with the code of an engine; the call is then recorded as failed.
 */
export async function placeCall(
  outbound: Outbound,
  caller: Caller,
  { to, from, flowId, personalityId }: NewCall,
  keyed: KeyedRequest | null,
): Promise<{ id: string; state: 'ringing' }> {
  const { database, dial } = outbound;
  const { workspaceId } = caller;
  if (!dial)
    throw new ProblemError(
      'not-implemented',
      'No carrier is set up: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and VOICEOPS_PUBLIC_URL.',
    );
  let placed: { callId: string; from: string };
  try {
    placed = await database.withWorkspace(workspaceId, async (tx) => {
      const number = await ownNumber(tx, workspaceId, from);
      const callId = await admitCall(outbound, tx, {
        workspaceId,
        what: flowId ? { flowId } : { personalityId: personalityId ?? null },
        start: { carrier: 'twilio', from: number.number, to, direction: 'outbound' },
        carrierCallId: null,
        phoneNumberId: number.id,
        by: caller.actor,
        test: false,
      });
      if (!callId) throw new Error('a call without a name was known');
      const earlier = keyed && (await takeKey(tx, caller, keyed, callId));
      if (earlier) throw new PlacedBefore(earlier);
      await recordAudit(tx, workspaceId, {
        actor: caller.actor,
        action: 'call.placed',
        subject: { kind: 'call', id: callId },
        correlationId: caller.correlationId,
      });
      return { callId, from: number.number };
    });
  } catch (error) {
    if (error instanceof PlacedBefore) return { id: error.callId, state: 'ringing' };
    throw error;
  }
  const { callId } = placed;
  try {
    const carrierCallId = await dial({ workspaceId, to, ...placed });
    await database.withWorkspace(workspaceId, (tx) =>
      tx
        .update(calls)
        .set({ carrierCallId })
        .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId))),
    );
  } catch (error) {
    await endUnheard(database, { workspaceId, callId }, 'failed');
    throw error;
  }
  return { id: callId, state: 'ringing' };
}

async function ownNumber(tx: WorkspaceTx, workspaceId: string, wanted: string | undefined) {
  const [number] = await tx
    .select()
    .from(phoneNumbers)
    .where(
      and(
        eq(phoneNumbers.workspaceId, workspaceId),
        wanted === undefined ? undefined : eq(phoneNumbers.number, wanted),
      ),
    )
    .orderBy(asc(phoneNumbers.id))
    .limit(1);
  if (!number)
    throw new ProblemError('validation-failed', 'Correct these fields and send it again.', {
      errors: [
        {
          field: 'from',
          message: wanted === undefined ? 'the workspace has no number' : 'is no number of the workspace',
        },
      ],
    });
  return number;
}
