import type { Database } from '../../db/database.ts';
import type { AdmittedCall } from '../contract.ts';
import { type FlowMachine, flowMachine } from './flowMachine.ts';
import { readOpenHours } from './openHours.ts';

/** The machine of a call's flow. Opening hours are read once, where the flow asks for them. Throws what the database throws. */
export async function openMachine(
  database: Database,
  call: Pick<AdmittedCall, 'workspaceId' | 'flow' | 'timeZone' | 'personalityId'>,
  now: () => Date = () => new Date(),
): Promise<FlowMachine> {
  const { workspaceId, timeZone, personalityId } = call;
  const { content } = call.flow;
  const isOpen = Object.values(content.steps).some(({ kind }) => kind === 'hours')
    ? await database.withWorkspace(workspaceId, (tx) => readOpenHours(tx, workspaceId, timeZone, now()))
    : () => true;
  return flowMachine(content, { now, timeZone, personalityId, isOpen });
}
