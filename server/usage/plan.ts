import { eq } from 'drizzle-orm';
import type { PlanState } from '../../shared/api/usage.ts';
import { PLAN_TERMS, PLANS, type Plan } from '../../shared/usage/plans.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { lockOwnVoices, readOwnVoices, readPlan } from '../db/plans.ts';
import { workspaces } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';
import type { Usage } from './usage.ts';

/** The plan of a workspace, what it includes, and what may be chosen. */
export async function planState(tx: WorkspaceTx, workspaceId: string, given: Plan): Promise<PlanState> {
  const plan = await readPlan(tx, workspaceId, given);
  const made = await readOwnVoices(tx, workspaceId);
  return { plan, ...PLAN_TERMS[plan], customVoicesMade: made.length, choices: choicesOf(given) };
}

const choicesOf = (given: Plan) => PLANS.slice(0, PLANS.indexOf(given) + 1);

/**
 * Chooses the plan of the workspace. Throws `forbidden` for who is not its owner, and beyond what the installation
 * gives; `conflict` while the workspace has more voices of its own than the plan includes.
 */
export async function choosePlan(
  { database, givenPlan }: Usage,
  caller: Caller,
  plan: Plan,
): Promise<PlanState> {
  const { workspaceId, actor, correlationId } = caller;
  if (caller.role !== 'owner')
    throw new ProblemError('forbidden', 'Only the owner of the workspace chooses its plan, in person.');
  if (!choicesOf(givenPlan).includes(plan))
    throw new ProblemError(
      'forbidden',
      `This installation gives at most the plan ${PLAN_TERMS[givenPlan].name}. Who runs it may change that.`,
    );
  return database.withWorkspace(workspaceId, async (tx) => {
    await lockOwnVoices(tx, workspaceId);
    const before = await readPlan(tx, workspaceId, givenPlan);
    if (before !== plan) await refuseTooManyVoices(tx, workspaceId, plan);
    const [row] = await tx
      .update(workspaces)
      .set({ plan })
      .where(eq(workspaces.id, workspaceId))
      .returning({ name: workspaces.name });
    if (before !== plan) {
      await recordAudit(tx, workspaceId, {
        actor,
        action: 'workspace.plan-chosen',
        subject: { kind: 'workspace', id: workspaceId, name: row?.name ?? null },
        detail: { plan: { from: before, to: plan } },
        correlationId,
      });
      await notify(tx, workspaceId, { type: 'workspace-changed' });
    }
    return planState(tx, workspaceId, givenPlan);
  });
}

async function refuseTooManyVoices(tx: WorkspaceTx, workspaceId: string, plan: Plan): Promise<void> {
  const { name, customVoices: most } = PLAN_TERMS[plan];
  if (most === null) return;
  const made = await readOwnVoices(tx, workspaceId);
  if (made.length <= most) return;
  const included = most === 0 ? 'no voices of your own' : `${most} of your own voices`;
  const names = made.map((voice) => voice.name).join(', ');
  throw new ProblemError(
    'conflict',
    `The plan ${name} includes ${included}, and this workspace has ${made.length}: ${names}. Delete ${made.length - most} of them first.`,
  );
}
