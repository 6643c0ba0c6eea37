import { and, eq } from 'drizzle-orm';
import type { Flow } from '../../../shared/calls/flow.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { calls, flowVersions } from '../../db/schema/index.ts';
import { mailDomains } from '../../dialogue/business/mailDomains.ts';
import { timeZoneOf } from '../../dialogue/business/workspaceZone.ts';
import { notFound } from '../../problem.ts';
import type { AdmittedCall } from '../contract.ts';
import { openCallSecret } from '../record/content.ts';
import type { Admission } from './admission.ts';
import { directFlow } from './directFlow.ts';

/** A call as it was let in, from its row. Throws `not-found`. */
export async function readAdmitted(
  { audioStore, personality }: Admission,
  tx: WorkspaceTx,
  workspaceId: string,
  callId: string,
): Promise<AdmittedCall> {
  const [row] = await tx
    .select({ call: calls, content: flowVersions.content })
    .from(calls)
    .leftJoin(
      flowVersions,
      and(eq(flowVersions.flowId, calls.flowId), eq(flowVersions.number, calls.flowVersion)),
    )
    .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId)));
  if (!row) throw notFound('call');
  const { call } = row;
  let content = row.content;
  if (!content) {
    if (call.flowId !== null) throw notFound('flow');
    const { language } = await personality(tx, workspaceId, { asked: call.personalityId });
    content = directFlow(call.personalityId, language);
  }
  const theirs = openCallSecret(audioStore, call.sealedSecret).from;
  return {
    id: call.id,
    workspaceId,
    start: {
      carrier: call.carrier,
      direction: call.direction,
      ...numbersOf(call.direction, theirs, call.to),
    },
    flow: {
      // One that is called directly has no flow of its own.
      id: call.flowId ?? call.personalityId ?? call.id,
      name: call.flowName,
      version: call.flowVersion,
      content,
    },
    personalityId: call.personalityId,
    testedBy: call.test ? createdByActor(call) : null,
    timeZone: await timeZoneOf(tx, workspaceId),
    ...(asksForMail(content) && { mailDomains: await mailDomains(tx, workspaceId) }),
  };
}

const asksForMail = ({ steps }: Flow) =>
  Object.values(steps).some((step) => step.kind === 'collect' && step.what === 'email');

/** A row keeps the other party's number apart from ours, whoever called. */
const numbersOf = (direction: 'inbound' | 'outbound', theirs: string | null, ours: string | null) =>
  direction === 'inbound' ? { from: theirs, to: ours } : { from: ours, to: theirs };
