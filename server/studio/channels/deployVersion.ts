import { and, eq } from 'drizzle-orm';
import type { Deployment } from '../../../shared/api/channels.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { readDeployments } from '../../db/deployments.ts';
import { deployments } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { refusal } from './channelRules.ts';
import type { Channels } from './channels.ts';
import { type Placement, placeVersions, readChannels, readJudged } from './placements.ts';
import { publish } from './publish.ts';

/**
 * Makes a version live in a slot, which is made when new. Throws `not-found`, `not-deployable` with the
 * rule that is not met, `deployment-conflict` naming who was faster. Once `signal` is aborted nothing changes.
 */
export async function deployVersion(
  channels: Channels,
  caller: Caller,
  input: Placement & { reason: string },
  signal?: AbortSignal,
): Promise<Deployment> {
  const { workspaceId } = caller;
  await publishAll(channels, workspaceId, [input], signal);
  const deployment = await channels.database.withWorkspace(workspaceId, async (tx) => {
    const [id] = await placeVersions(
      tx,
      {
        workspaceId,
        actor: caller.actor,
        kind: 'deploy',
        reason: input.reason,
        correlationId: caller.correlationId,
      },
      [input],
    );
    const placed = await readDeployment(tx, workspaceId, id!);
    signal?.throwIfAborted();
    return placed;
  });
  channels.onLiveChanged?.(workspaceId, input.channel, input.slot);
  return deployment;
}

/**
 * Publishes the audio of what is about to go live, outside the transaction that holds locks. Refuses first
 * what may not go live, so that nothing unapproved is ever stored in the clear.
 */
export async function publishAll(
  channels: Channels,
  workspaceId: string,
  placements: Placement[],
  signal?: AbortSignal,
): Promise<void> {
  const versions = await channels.database.withWorkspace(workspaceId, async (tx) => {
    const found = await readChannels(tx, workspaceId, [...new Set(placements.map((item) => item.channel))]);
    const ids = placements.map((item) => item.versionId);
    const judged = await readJudged(tx, workspaceId, ids, false);
    for (const item of placements) {
      const version = judged.get(item.versionId);
      if (!version) throw notFound('version');
      const reason = refusal(version, version.approvals, found.get(item.channel)!);
      const where = placements.length > 1 ? `${item.channel}/${item.slot}: ` : '';
      if (reason) throw new ProblemError('not-deployable', where + reason);
    }
    return [...judged.values()];
  });
  // Versions that sound the same are published once.
  const ids = new Map(versions.flatMap(({ id, digest }) => (digest === null ? [] : [[digest, id] as const])));
  await publish(channels, workspaceId, ids, signal);
}

/** One ledger entry that exists. */
export async function readDeployment(tx: WorkspaceTx, workspaceId: string, id: string): Promise<Deployment> {
  const [entry] = await readDeployments(tx, workspaceId, and(eq(deployments.id, id)), 1);
  return entry!;
}
