import { and, eq } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { channels, deployments, slots } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { requireScope } from '../rights.ts';
import type { LockedVersion } from './lockVersion.ts';
import { noteOf, recordMove } from './recordMove.ts';
import { requireDigest } from './requireDigest.ts';

/** draft or approved → archived. Throws `forbidden`, `not-ready` while it is generated, `version-is-live`. */
export async function archive(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  move: { note?: string; digest?: string },
): Promise<void> {
  requireScope(caller, 'versions:submit', 'archive a version');
  if (version.state === 'queued' || version.state === 'generating')
    throw new ProblemError('not-ready', 'This version is still being generated. Cancel it first.');
  requireDigest(version, move.digest);
  const live = await tx
    .select({ channel: channels.slug, slot: slots.slug })
    .from(deployments)
    .innerJoin(slots, and(eq(slots.id, deployments.slotId), eq(slots.liveDeploymentId, deployments.id)))
    .innerJoin(channels, eq(channels.id, deployments.channelId))
    .where(and(eq(deployments.workspaceId, caller.workspaceId), eq(deployments.versionId, version.id)));
  if (live.length > 0)
    throw new ProblemError(
      'version-is-live',
      `This version is live in ${live.map(({ channel, slot }) => `${channel}/${slot}`).join(', ')}. Deploy another one there, or withdraw it, first.`,
    );
  await recordMove(tx, caller, version, {
    to: 'archived',
    note: noteOf(move),
    action: 'version.archived',
  });
}
