import { and, eq } from 'drizzle-orm';
import type { Flow, Line } from '../../../shared/calls/flow.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { calls } from '../../db/schema/index.ts';
import type { Admission } from './admission.ts';
import { admitCall } from './admitCall.ts';
import { type DialledNumber, findNumber } from './findNumber.ts';
import type { Gate } from './gate.ts';
import { newestFlow } from './newestFlow.ts';
import { issueTicket } from './tickets.ts';

type Found = { callId: string; token: string } | { flow: Flow } | null;

/** What becomes of a caller at the door. */
export type Reception =
  | { kind: 'let-in'; token: string }
  | { kind: 'busy'; line: Line; language: string; workspaceSlug: string }
  /** Nobody has this number, or it leads nowhere yet. */
  | { kind: 'unknown-number' | 'no-flow' }
  /** This call has begun or ended already. */
  | { kind: 'known' };

/**
 * Receives a call from outside by the number it dialled. A carrier that asks again about the same call gets the same
 * answer: whoever was let in gets a new token, whoever was refused is refused.
 */
export async function letIn(
  admission: Admission,
  gate: Gate,
  { to, from, carrierCallId }: { to: string; from: string | null; carrierCallId: string },
): Promise<Reception> {
  const number = await findNumber(admission.database, to);
  if (!number) return { kind: 'unknown-number' };
  const { workspaceId, flowId } = number;
  if (!flowId) return { kind: 'no-flow' };
  const refused = gate.refusal() !== null;
  const found = await admission.database.withWorkspace(workspaceId, async (tx): Promise<Found> => {
    const wish = {
      workspaceId,
      what: { flowId },
      start: { carrier: 'twilio' as const, from, to, direction: 'inbound' as const },
      carrierCallId,
      phoneNumberId: number.phoneNumberId,
      by: null,
      test: false,
    };
    const admitted = await admitCall(admission, tx, wish, { refused });
    if (admitted && !refused)
      return { callId: admitted, token: await issueTicket(tx, workspaceId, admitted) };
    const call = admitted ? null : await callOf(tx, workspaceId, carrierCallId);
    if (call?.state === 'ringing')
      return { callId: call.id, token: await issueTicket(tx, workspaceId, call.id) };
    return call && call.end !== 'refused' ? null : { flow: await newestFlow(tx, workspaceId, flowId) };
  });
  if (!found) return { kind: 'known' };
  if ('flow' in found) return busy(found.flow, number);
  gate.expect(found.callId);
  return { kind: 'let-in', token: found.token };
}

function busy({ lines, language }: Flow, { workspaceSlug }: DialledNumber): Reception {
  return { kind: 'busy', line: lines.busy, language, workspaceSlug };
}

async function callOf(tx: WorkspaceTx, workspaceId: string, carrierCallId: string) {
  const [call] = await tx
    .select({ id: calls.id, state: calls.state, end: calls.end })
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, workspaceId),
        eq(calls.carrier, 'twilio'),
        eq(calls.carrierCallId, carrierCallId),
      ),
    );
  return call ?? null;
}
