import { v7 } from 'uuid';
import type { FlowDetail } from '../../../../shared/api/calls/flows.ts';
import type { Flow } from '../../../../shared/calls/flow.ts';
import type { By, Caller } from '../../../caller.ts';
import { createdByColumns } from '../../../db/actors.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { flows, flowVersions } from '../../../db/schema/index.ts';
import { findProblems, refuseErrors } from './findProblems.ts';
import { type FlowStore, recordFlow } from './flows.ts';
import { readFlow } from './readFlows.ts';

export interface NewFlow {
  name: string;
  description: string;
  content: Flow;
  note: string;
}

/** Creates a flow with its first version. Throws `validation-failed` with what is wrong with it. */
export function createFlow({ database }: FlowStore, caller: Caller, flow: NewFlow): Promise<FlowDetail> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) =>
    readFlow(tx, workspaceId, await insertFlow(tx, caller, flow)),
  );
}

/** As `createFlow`, within a transaction; gives its id. */
export async function insertFlow(
  tx: WorkspaceTx,
  by: By,
  { name, description, content, note }: NewFlow,
): Promise<string> {
  const { workspaceId } = by;
  refuseErrors(await findProblems(tx, workspaceId, content));
  const id = v7();
  const made = createdByColumns(by.actor);
  await tx.insert(flows).values({ id, workspaceId, name: name.trim(), description, ...made });
  await tx.insert(flowVersions).values({ workspaceId, flowId: id, number: 1, content, note, ...made });
  await recordFlow(tx, by, 'flow.created', { id, name: name.trim() });
  return id;
}
