import type { Database } from '../../db/database.ts';
import { addDays, dayOf } from '../../dialogue/business/localTime.ts';
import { openSpans, readOpening } from '../../dialogue/business/openHours.ts';
import type { AdmittedCall } from '../contract.ts';
import { type FlowMachine, flowMachine } from './flowMachine.ts';

/**
 * The machine of a call's flow. Opening hours are read once, where the flow asks for them: they hold for the call, also
 * past midnight. Throws what the database throws.
 */
export async function openMachine(
  database: Database,
  call: Pick<AdmittedCall, 'workspaceId' | 'flow' | 'timeZone' | 'personalityId'>,
  now: () => Date = () => new Date(),
): Promise<FlowMachine> {
  const { workspaceId, timeZone, personalityId } = call;
  const { content } = call.flow;
  const today = dayOf(now(), timeZone);
  const opening = Object.values(content.steps).some(({ kind }) => kind === 'hours')
    ? await database.withWorkspace(workspaceId, (tx) =>
        readOpening(tx, workspaceId, today, addDays(today, 1)),
      )
    : null;
  return flowMachine(content, {
    now,
    timeZone,
    personalityId,
    isOpen: (at) =>
      opening !== null &&
      openSpans(opening, dayOf(at, timeZone), timeZone).some(({ from, to }) => from <= at && at < to),
  });
}
