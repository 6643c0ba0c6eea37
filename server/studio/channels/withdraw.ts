import type { Deployment } from '../../../shared/api/channels.ts';
import type { Caller } from '../../caller.ts';
import type { Channels } from './channels.ts';
import { readDeployment } from './deployVersion.ts';
import { emptySlot, lockPlaces } from './placements.ts';
import { type Leaving, readPlace } from './rollBack.ts';

/**
 * Empties a slot: its public address answers `not-found` from then on. Throws `not-found`, `conflict` when it is empty,
 * `deployment-conflict` when something else is live than was expected.
 */
export async function withdraw(channels: Channels, caller: Caller, input: Leaving): Promise<Deployment> {
  const { workspaceId } = caller;
  const deployment = await channels.database.withWorkspace(workspaceId, async (tx) => {
    const { channel } = await readPlace(tx, workspaceId, input);
    const [place] = await lockPlaces(tx, workspaceId, [{ channel, slot: input.slot }]);
    const id = await emptySlot(
      tx,
      {
        workspaceId,
        actor: caller.actor,
        kind: 'withdraw',
        reason: input.reason,
        correlationId: caller.correlationId,
      },
      place!,
      input.expectedVersionId,
    );
    return readDeployment(tx, workspaceId, id);
  });
  channels.onLiveChanged?.(workspaceId, input.channel, input.slot);
  return deployment;
}
