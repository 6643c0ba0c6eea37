import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import type { Channel, Deployment } from '../../../shared/api/channels.ts';
import type { Caller } from '../../caller.ts';
import { readConsentEnds } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { readDeployments } from '../../db/deployments.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { channels as channelTable, deployments, releases, slots } from '../../db/schema/index.ts';
import type { Channels } from './channels.ts';
import { readChannels } from './placements.ts';
import { readPlace } from './rollBack.ts';
import { readVersionRefs } from './versionRefs.ts';

type PageInput = { limit: number; cursor?: string | undefined };

/** Channels in the order they were made, with what is live and what is scheduled in their slots. */
export async function listChannels(
  { database }: Channels,
  { workspaceId }: Caller,
  { limit, cursor }: PageInput,
): Promise<{ items: Channel[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select()
      .from(channelTable)
      .where(
        and(eq(channelTable.workspaceId, workspaceId), after ? gt(channelTable.id, after[0]) : undefined),
      )
      .orderBy(asc(channelTable.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    return { items: await presentChannels(tx, workspaceId, items), nextCursor };
  });
}

/** The ledger of a channel, or of one slot of it, newest first. Throws `not-found`. */
export async function listDeployments(
  { database }: Channels,
  { workspaceId }: Caller,
  channelSlug: string,
  { limit, cursor, slot }: PageInput & { slot?: string | undefined },
): Promise<{ items: Deployment[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const place =
      slot === undefined
        ? eq(deployments.channelId, (await readChannels(tx, workspaceId, [channelSlug])).get(channelSlug)!.id)
        : eq(deployments.slotId, (await readPlace(tx, workspaceId, { channel: channelSlug, slot })).slot.id);
    const where = and(place, before ? lt(deployments.id, before[0]) : undefined);
    return pageOf(await readDeployments(tx, workspaceId, where, limit + 1), limit, (entry) => [entry.id]);
  });
}

/** Channels as the API shows them, in the order of `rows`. */
export async function presentChannels(
  tx: WorkspaceTx,
  workspaceId: string,
  rows: (typeof channelTable.$inferSelect)[],
): Promise<Channel[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const places = await tx
    .select()
    .from(slots)
    .where(and(eq(slots.workspaceId, workspaceId), inArray(slots.channelId, ids)))
    .orderBy(asc(slots.id));
  const liveIds = places.flatMap((slot) => slot.liveDeploymentId ?? []);
  const live =
    liveIds.length === 0
      ? []
      : await readDeployments(tx, workspaceId, inArray(deployments.id, liveIds), liveIds.length);
  const consentEnds = await readConsentEnds(tx, workspaceId, liveIds);
  const liveById = new Map(live.map((deployment) => [deployment.id, deployment]));
  const emptied = await readDeployments(
    tx,
    workspaceId,
    and(inArray(deployments.channelId, ids), isNull(deployments.versionId), isNull(deployments.endedAt)),
    places.length,
  );
  const scheduled = await tx
    .select({ id: releases.id, at: releases.at, items: releases.items })
    .from(releases)
    .where(and(eq(releases.workspaceId, workspaceId), eq(releases.state, 'scheduled')))
    .orderBy(asc(releases.at));
  const planned = await readVersionRefs(
    tx,
    workspaceId,
    scheduled.flatMap(({ items }) => items.map(({ versionId }) => versionId)),
  );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    rules: {
      requiredApprovals: row.requiredApprovals,
      approverRoles: row.approverRoles,
      allowSelfApproved: row.allowSelfApproved,
    },
    slots: places
      .filter((slot) => slot.channelId === row.id)
      .map((slot) => ({
        slot: slot.slug,
        live: (slot.liveDeploymentId && liveById.get(slot.liveDeploymentId)) || null,
        consentEndsAt: consentEnds.get(slot.liveDeploymentId ?? '')?.toISOString() ?? null,
        emptied: emptied.find((entry) => entry.channel === row.slug && entry.slot === slot.slug) ?? null,
        scheduled: scheduled.flatMap((release) =>
          release.items
            .filter((item) => item.channel === row.slug && item.slot === slot.slug)
            .map((item) => ({
              releaseId: release.id,
              versionId: item.versionId,
              version: planned.get(item.versionId)!,
              at: release.at.toISOString(),
            })),
        ),
      })),
    createdAt: row.createdAt.toISOString(),
  }));
}
