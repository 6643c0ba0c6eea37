import { eq } from 'drizzle-orm';
import type { Workspace } from '../../shared/api/identity.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { workspaces } from '../db/schema/index.ts';
import { notFound } from '../problem.ts';
import type { Speech } from '../speech/contract.ts';
import { requireNewVoices } from './requireNewVoices.ts';

export type WorkspaceChange = {
  [Field in
    | 'name'
    | 'requiredApprovals'
    | 'requireFourEyes'
    | 'requireGreenChecks'
    | 'speechVoices'
    | 'voiceChain'
    | 'standIns'
    | 'agentOrder'
    | 'listenerOrder'
    | 'timeZone'
    | 'callRedaction']?: Workspace[Field] | undefined;
};

/** The caller's workspace and its rules. */
export async function getWorkspace(database: Database, caller: Caller): Promise<Workspace> {
  return database.withWorkspace(caller.workspaceId, (tx) => read(tx, caller.workspaceId));
}

/** The workspace's own choice of voices for OpenAI's names. */
export async function speechVoicesOf(
  database: Database,
  workspaceId: string,
): Promise<Workspace['speechVoices']> {
  return database.withWorkspace(workspaceId, async (tx) => (await read(tx, workspaceId)).speechVoices);
}

/** Who listens, by ids of recognisers; for `openRecognition`. */
export async function listenerOrderOf(database: Database, workspaceId: string): Promise<readonly string[]> {
  return database.withWorkspace(workspaceId, async (tx) => (await read(tx, workspaceId)).listenerOrder);
}

/**
 * Changes the fields given; the slug never changes, since published addresses carry it. `rulesChanged` does in
 * the same transaction what follows from other rules of approval. Throws `unknown-voice`.
 */
export async function changeWorkspace(
  database: Database,
  speech: Speech,
  caller: Caller,
  change: WorkspaceChange,
  rulesChanged: (tx: WorkspaceTx, caller: Caller) => Promise<void>,
): Promise<Workspace> {
  await requireNewVoices(speech, caller.workspaceId, change, await getWorkspace(database, caller));
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const before = await read(tx, caller.workspaceId);
    const changed = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    if (Object.keys(changed).length === 0) return before;
    await tx.update(workspaces).set(changed).where(eq(workspaces.id, caller.workspaceId));
    const after = await read(tx, caller.workspaceId);
    if (after.requiredApprovals !== before.requiredApprovals) await rulesChanged(tx, caller);
    await recordAudit(tx, caller.workspaceId, {
      actor: caller.actor,
      action: 'workspace.changed',
      subject: { kind: 'workspace', id: after.id, name: after.name },
      detail: Object.fromEntries(
        Object.keys(changed).map((field) => [
          field,
          { from: before[field as keyof Workspace], to: after[field as keyof Workspace] },
        ]),
      ),
      correlationId: caller.correlationId,
    });
    await notify(tx, caller.workspaceId, { type: 'workspace-changed' });
    return after;
  });
}

async function read(tx: WorkspaceTx, workspaceId: string): Promise<Workspace> {
  const [row] = await tx
    .select({
      id: workspaces.id,
      slug: workspaces.slug,
      name: workspaces.name,
      requiredApprovals: workspaces.requiredApprovals,
      requireFourEyes: workspaces.requireFourEyes,
      requireGreenChecks: workspaces.requireGreenChecks,
      speechVoices: workspaces.speechVoices,
      voiceChain: workspaces.voiceChain,
      standIns: workspaces.standIns,
      agentOrder: workspaces.agentOrder,
      listenerOrder: workspaces.listenerOrder,
      timeZone: workspaces.timeZone,
      callRedaction: workspaces.callRedaction,
    })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!row) throw notFound('workspace');
  return row;
}
