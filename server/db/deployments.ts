import { and, desc, eq, type SQL } from 'drizzle-orm';
import type { Deployment } from '../../shared/api/channels.ts';
import { createdByActor } from './actors.ts';
import type { WorkspaceTx } from './database.ts';
import { channels, deployments, scripts, slots, versions } from './schema/index.ts';

/** Ledger entries as the API shows them, newest first. */
export async function readDeployments(
  tx: WorkspaceTx,
  workspaceId: string,
  where: SQL | undefined,
  limit: number,
): Promise<Deployment[]> {
  const rows = await tx
    .select({
      entry: deployments,
      channel: channels.slug,
      slot: slots.slug,
      number: versions.number,
      scriptId: versions.scriptId,
      scriptTitle: scripts.title,
      durationMs: versions.durationMs,
    })
    .from(deployments)
    .innerJoin(slots, eq(slots.id, deployments.slotId))
    .innerJoin(channels, eq(channels.id, deployments.channelId))
    .leftJoin(versions, eq(versions.id, deployments.versionId))
    .leftJoin(scripts, eq(scripts.id, versions.scriptId))
    .where(and(eq(deployments.workspaceId, workspaceId), where))
    .orderBy(desc(deployments.id))
    .limit(limit);
  return rows.map(({ entry, channel, slot, number, scriptId, scriptTitle, durationMs }) => ({
    id: entry.id,
    channel,
    slot,
    kind: entry.kind,
    version:
      entry.versionId === null
        ? null
        : {
            id: entry.versionId,
            number: number!,
            scriptId: scriptId!,
            scriptTitle: scriptTitle!,
            digest: entry.digest!,
            durationMs: durationMs ?? 0,
          },
    replacedVersionId: entry.replacedVersionId,
    reason: entry.reason,
    by: createdByActor(entry),
    at: entry.createdAt.toISOString(),
    endedAt: entry.endedAt?.toISOString() ?? null,
    releaseId: entry.releaseId,
  }));
}
