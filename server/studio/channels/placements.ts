import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../../shared/api/common.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import { readWithheld } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import {
  approvals,
  channels as channelTable,
  deployments,
  scripts,
  slots,
  versions,
} from '../../db/schema/index.ts';
import { queueWebhooks } from '../../db/webhooks.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { refusal } from './channelRules.ts';

/** One version to put in one place. */
export interface Placement {
  channel: string;
  slot: string;
  versionId: string;
  /** What must be live there now; null: nothing; undefined: not checked. */
  expectedVersionId?: string | null | undefined;
}

/** Why, by whom and as part of what something is put live. */
export interface Occasion {
  workspaceId: string;
  actor: Actor;
  kind: 'deploy' | 'rollback' | 'release' | 'withdraw';
  reason: string;
  correlationId: string | null;
  releaseId?: string;
}

type Channel = typeof channelTable.$inferSelect;
type Slot = typeof slots.$inferSelect;
export type PlacedSlot = { channel: Channel; slot: Slot };

/** The channels of these slugs. Throws `not-found` naming the first that does not exist. */
export async function readChannels(
  tx: WorkspaceTx,
  workspaceId: string,
  slugs: string[],
): Promise<Map<string, Channel>> {
  const rows = await tx
    .select()
    .from(channelTable)
    .where(and(eq(channelTable.workspaceId, workspaceId), inArray(channelTable.slug, slugs)));
  const found = new Map(rows.map((row) => [row.slug, row]));
  for (const slug of slugs) if (!found.has(slug)) throw notFound(`channel (${slug})`);
  return found;
}

/**
 * Locks places, making slots that are new. Every caller takes the locks in the same order (channel, then
 * slot name; first those that are new), so that transactions that share places wait for each other in turn.
 */
export async function lockPlaces(
  tx: WorkspaceTx,
  workspaceId: string,
  places: { channel: Channel; slot: string }[],
): Promise<PlacedSlot[]> {
  const order = (a: { channel: Channel; slot: string }) => `${a.channel.id}/${a.slot}`;
  const sorted = [...places].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const { channel, slot } of sorted)
    await tx.insert(slots).values({ workspaceId, channelId: channel.id, slug: slot }).onConflictDoNothing();
  const locked: PlacedSlot[] = [];
  for (const { channel, slot } of sorted) {
    const [row] = await tx
      .select()
      .from(slots)
      .where(and(eq(slots.workspaceId, workspaceId), eq(slots.channelId, channel.id), eq(slots.slug, slot)))
      .for('update');
    locked.push({ channel, slot: row! });
  }
  return locked;
}

/** A version with what decides whether it may go live; locked against a change of status until commit. */
export async function readJudged(tx: WorkspaceTx, workspaceId: string, ids: string[], lock: boolean) {
  const query = tx
    .select({
      id: versions.id,
      number: versions.number,
      state: versions.state,
      status: versions.status,
      digest: versions.digest,
      voiceId: versions.voiceId,
      scriptId: versions.scriptId,
      scriptTitle: scripts.title,
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .where(and(eq(versions.workspaceId, workspaceId), inArray(versions.id, ids)))
    .orderBy(asc(versions.id));
  const rows = await (lock ? query.for('share', { of: versions }) : query);
  const withheld = await readWithheld(
    tx,
    workspaceId,
    [...new Set(rows.map(({ voiceId }) => voiceId))],
    'deployment',
  );
  const given = await tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.workspaceId, workspaceId), inArray(approvals.versionId, ids)));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        withheld: withheld.get(row.voiceId) ?? null,
        approvals: given.filter((approval) => approval.versionId === row.id),
      },
    ]),
  );
}

/**
 * Puts versions live: checks each against its channel's rules and what is expected there, writes the
 * ledger, tells nodes and webhooks. All or, when anything throws, none. A version that is live there
 * already stays as it is. Gives the deployments' ids in the order of `placements`. Writes the audit log
 * last because that lock is held until commit.
 */
export async function placeVersions(
  tx: WorkspaceTx,
  occasion: Occasion,
  placements: Placement[],
): Promise<string[]> {
  const { workspaceId } = occasion;
  const channels = await readChannels(tx, workspaceId, [...new Set(placements.map((item) => item.channel))]);
  const locked = await lockPlaces(
    tx,
    workspaceId,
    placements.map((item) => ({ channel: channels.get(item.channel)!, slot: item.slot })),
  );
  const judged = await readJudged(
    tx,
    workspaceId,
    placements.map((item) => item.versionId),
    true,
  );
  const where = (item: Placement) => (placements.length > 1 ? `${item.channel}/${item.slot}: ` : '');
  const audits: Parameters<typeof recordAudit>[2][] = [];
  const ids: string[] = [];
  for (const item of placements) {
    const version = judged.get(item.versionId);
    if (!version) throw notFound('version');
    const place = locked.find((each) => each.channel.slug === item.channel && each.slot.slug === item.slot)!;
    const reason = refusal(version, version.approvals, place.channel);
    if (reason) throw new ProblemError('not-deployable', where(item) + reason);
    const before = await readBefore(tx, place.slot);
    requireExpected(before, item.expectedVersionId, where(item));
    if (before?.versionId === version.id) {
      ids.push(before.id);
      continue;
    }
    const entry = await writeEntry(tx, occasion, place, version, before);
    ids.push(entry.id);
    audits.push(entry.audit);
  }
  for (const audit of audits) await recordAudit(tx, workspaceId, audit);
  return ids;
}

/** Empties a locked slot. Throws `conflict` when nothing is live there, `deployment-conflict` when not what is expected. */
export async function emptySlot(
  tx: WorkspaceTx,
  occasion: Occasion,
  place: PlacedSlot,
  expectedVersionId?: string | null,
): Promise<string> {
  const before = await readBefore(tx, place.slot);
  requireExpected(before, expectedVersionId);
  if (!before?.versionId) throw new ProblemError('conflict', 'Nothing is live in this slot.');
  const entry = await writeEntry(tx, occasion, place, null, before);
  await recordAudit(tx, occasion.workspaceId, entry.audit);
  return entry.id;
}

/** The one open ledger entry of a slot: what is live, or that it was emptied; null for a new slot. */
async function readBefore(tx: WorkspaceTx, slot: Slot) {
  const [row] = await tx
    .select({
      id: deployments.id,
      versionId: deployments.versionId,
      by: deployments.createdByName,
      at: deployments.createdAt,
      number: versions.number,
      scriptTitle: scripts.title,
    })
    .from(deployments)
    .leftJoin(versions, eq(versions.id, deployments.versionId))
    .leftJoin(scripts, eq(scripts.id, versions.scriptId))
    .where(and(eq(deployments.slotId, slot.id), isNull(deployments.endedAt)))
    .limit(1);
  return row ?? null;
}
type Before = Awaited<ReturnType<typeof readBefore>>;

function requireExpected(before: Before, expected: string | null | undefined, where = ''): void {
  if (expected !== undefined && expected !== (before?.versionId ?? null))
    throw new ProblemError('deployment-conflict', where + conflict(before));
}

function conflict(before: Before): string {
  if (!before) return 'Nothing is live here yet. Load the channel again and decide anew.';
  const when = `${before.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return before.versionId === null
    ? `${before.by} emptied this slot on ${when}. Load the channel again and decide anew.`
    : `${before.by} deployed version ${before.number} of “${before.scriptTitle}” here on ${when}. Load the channel again and decide anew.`;
}

type Placed = { id: string; number: number; digest: string | null; scriptId: string; scriptTitle: string };

async function writeEntry(
  tx: WorkspaceTx,
  occasion: Occasion,
  { channel, slot }: PlacedSlot,
  version: Placed | null,
  before: Before,
) {
  const { workspaceId, actor, kind, reason, releaseId } = occasion;
  const id = v7();
  // clock_timestamp: the entries of one slot follow each other also when a transaction waited for its lock.
  const [{ at } = { at: '' }] = (
    await tx.execute<{ at: string }>(sql`select clock_timestamp()::timestamptz(3) as at`)
  ).rows;
  const now = new Date(at);
  if (before)
    await tx
      .update(deployments)
      .set({ endedAt: now })
      .where(and(eq(deployments.id, before.id), isNull(deployments.endedAt)));
  await tx.insert(deployments).values({
    id,
    workspaceId,
    channelId: channel.id,
    slotId: slot.id,
    kind,
    versionId: version?.id ?? null,
    digest: version?.digest ?? null,
    replacedVersionId: before?.versionId ?? null,
    releaseId: releaseId ?? null,
    reason,
    ...createdByColumns(actor),
    createdAt: now,
  });
  await tx
    .update(slots)
    .set({ liveDeploymentId: version ? id : null })
    .where(eq(slots.id, slot.id));
  await notify(tx, workspaceId, { type: 'deployment-changed', channel: channel.slug, slot: slot.slug });
  const facts = {
    channel: channel.slug,
    slot: slot.slug,
    kind,
    versionId: version?.id ?? null,
    versionNumber: version?.number ?? null,
    scriptId: version?.scriptId ?? null,
    scriptTitle: version?.scriptTitle ?? null,
    digest: version?.digest ?? null,
    replacedVersionId: before?.versionId ?? null,
    reason,
    releaseId: releaseId ?? null,
  };
  await queueWebhooks(tx, workspaceId, 'deployment.changed', {
    deploymentId: id,
    at: now.toISOString(),
    by: { kind: actor.kind, name: actor.name },
    ...facts,
  });
  return {
    id,
    audit: {
      actor,
      action: AUDIT_ACTIONS[kind],
      subject: { kind: 'slot', id: slot.id, name: `${channel.slug}/${slot.slug}` },
      detail: { deploymentId: id, ...facts },
      correlationId: occasion.correlationId,
    },
  };
}

const AUDIT_ACTIONS = {
  deploy: 'deployment.created',
  release: 'deployment.created',
  rollback: 'deployment.rolled-back',
  withdraw: 'deployment.withdrawn',
} as const;
