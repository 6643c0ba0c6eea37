import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import { channels as channelTable, deployments, slots, versions } from '../../db/schema/index.ts';
import type { Channels } from './channels.ts';
import { emptySlot, lockPlaces } from './placements.ts';

/** Empties every slot in which a voice is live; gives those that it emptied. Nothing when none is. */
export async function withdrawVoice(
  channels: Channels,
  by: { workspaceId: string; actor: Actor; correlationId: string | null },
  voiceId: string,
  reason: string,
): Promise<{ channel: string; slot: string }[]> {
  const { workspaceId } = by;
  const emptied = await channels.database.withWorkspace(workspaceId, async (tx) => {
    const live = () =>
      tx
        .select({ channel: channelTable, slot: slots })
        .from(slots)
        .innerJoin(channelTable, eq(channelTable.id, slots.channelId))
        .innerJoin(deployments, eq(deployments.id, slots.liveDeploymentId))
        .innerJoin(versions, eq(versions.id, deployments.versionId))
        .where(and(eq(slots.workspaceId, workspaceId), eq(versions.voiceId, voiceId)));
    const likely = await live();
    if (likely.length === 0) return [];
    const locked = await lockPlaces(
      tx,
      workspaceId,
      likely.map(({ channel, slot }) => ({ channel, slot: slot.slug })),
    );
    // Somebody may have put another version there while the lock was waited for.
    const still = new Set((await live()).map(({ slot }) => slot.id));
    const places = locked.filter(({ slot }) => still.has(slot.id));
    for (const place of places) await emptySlot(tx, { ...by, kind: 'withdraw', reason }, place);
    return places.map(({ channel, slot }) => ({ channel: channel.slug, slot: slot.slug }));
  });
  for (const { channel, slot } of emptied) channels.onLiveChanged?.(workspaceId, channel, slot);
  return emptied;
}
