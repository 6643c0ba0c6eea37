import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Deployment, VersionRef } from '../../../shared/api/channels.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { deployments, slots } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { refusal } from './channelRules.ts';
import type { Channels } from './channels.ts';
import { publishAll, readDeployment } from './deployVersion.ts';
import { lockPlaces, type PlacedSlot, placeVersions, readChannels, readJudged } from './placements.ts';
import { readVersionRefs } from './versionRefs.ts';

/** Taking away what is live in a slot. */
export interface Leaving {
  channel: string;
  slot: string;
  reason: string;
  /** What must be live there now; null: nothing; undefined: not checked. */
  expectedVersionId?: string | null | undefined;
}

/** How many earlier versions are looked at for one that may still be deployed. */
const LOOK_BACK = 100;

/**
 * Makes live what was live in the slot before the present version, skipping what may no longer be deployed.
 * A second rollback undoes the first, since by then that is what was live before, unless it expects that still to be
 * live which the first took away; from an emptied slot it brings back what was emptied.
 * Throws `not-found`, `nothing-to-roll-back`, `deployment-conflict`. Once `signal` is aborted nothing changes.
 */
export async function rollBack(
  channels: Channels,
  caller: Caller,
  input: Leaving,
  signal?: AbortSignal,
): Promise<Deployment> {
  const { workspaceId } = caller;
  const { database } = channels;
  // What was live has been published, unless its copies were removed since; making them again takes no lock.
  const likely = await database.withWorkspace(workspaceId, async (tx) =>
    earlierVersion(tx, workspaceId, await readPlace(tx, workspaceId, input)),
  );
  await publishAll(channels, workspaceId, [{ ...input, versionId: likely }], signal);

  const deployment = await database.withWorkspace(workspaceId, async (tx) => {
    const { channel } = await readPlace(tx, workspaceId, input);
    const [place] = await lockPlaces(tx, workspaceId, [{ channel, slot: input.slot }]);
    const versionId = await earlierVersion(tx, workspaceId, place!);
    if (versionId !== likely)
      throw new ProblemError(
        'deployment-conflict',
        'Somebody changed this slot at the same moment. Load the channel again and decide anew.',
      );
    const [id] = await placeVersions(
      tx,
      {
        workspaceId,
        actor: caller.actor,
        kind: 'rollback',
        reason: input.reason,
        correlationId: caller.correlationId,
      },
      [{ channel: input.channel, slot: input.slot, versionId, expectedVersionId: input.expectedVersionId }],
    );
    const placed = await readDeployment(tx, workspaceId, id!);
    signal?.throwIfAborted();
    return placed;
  });
  channels.onLiveChanged?.(workspaceId, input.channel, input.slot);
  return deployment;
}

/** What a rollback would make live now; null when there is nothing. Throws `not-found`. */
export async function readRollBack(
  { database }: Channels,
  { workspaceId }: Caller,
  input: { channel: string; slot: string },
): Promise<{ version: VersionRef | null }> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const earlier = await earlierDeployment(tx, workspaceId, await readPlace(tx, workspaceId, input));
    if (!earlier) return { version: null };
    const refs = await readVersionRefs(tx, workspaceId, [earlier.versionId]);
    return { version: refs.get(earlier.versionId)! };
  });
}

/** An existing slot, not locked. Throws `not-found`. */
export async function readPlace(
  tx: WorkspaceTx,
  workspaceId: string,
  { channel: channelSlug, slot: slotSlug }: { channel: string; slot: string },
): Promise<PlacedSlot> {
  const channel = (await readChannels(tx, workspaceId, [channelSlug])).get(channelSlug)!;
  const [slot] = await tx
    .select()
    .from(slots)
    .where(
      and(eq(slots.workspaceId, workspaceId), eq(slots.channelId, channel.id), eq(slots.slug, slotSlug)),
    );
  if (!slot) throw notFound('slot');
  return { channel, slot };
}

async function earlierVersion(tx: WorkspaceTx, workspaceId: string, place: PlacedSlot): Promise<string> {
  const { found, some } = await lookBack(tx, workspaceId, place);
  if (found) return found.versionId;
  throw new ProblemError(
    'nothing-to-roll-back',
    some
      ? 'What was live here before may no longer be deployed. Deploy another approved version instead.'
      : 'Nothing else was live in this slot before.',
  );
}

/** The newest entry of a slot, before the present one, whose version the channel would still accept. */
export async function earlierDeployment(
  tx: WorkspaceTx,
  workspaceId: string,
  place: PlacedSlot,
): Promise<{ id: string; versionId: string } | null> {
  return (await lookBack(tx, workspaceId, place)).found;
}

async function lookBack(tx: WorkspaceTx, workspaceId: string, { channel, slot }: PlacedSlot) {
  const entries = await tx
    .select({ id: deployments.id, versionId: deployments.versionId })
    .from(deployments)
    .where(and(eq(deployments.slotId, slot.id), isNotNull(deployments.versionId)))
    .orderBy(desc(deployments.createdAt), desc(deployments.id))
    .limit(LOOK_BACK);
  const live = entries.find((entry) => entry.id === slot.liveDeploymentId)?.versionId ?? null;
  const earlier = [...new Set(entries.map((entry) => entry.versionId!))].filter((id) => id !== live);
  const judged = earlier.length > 0 ? await readJudged(tx, workspaceId, earlier, false) : new Map();
  for (const versionId of earlier) {
    const version = judged.get(versionId);
    if (version && refusal(version, version.approvals, channel) === null)
      return {
        found: { id: entries.find((entry) => entry.versionId === versionId)!.id, versionId },
        some: true,
      };
  }
  return { found: null, some: earlier.length > 0 };
}
