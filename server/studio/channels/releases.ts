import { and, desc, eq, lt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { z } from 'zod';
import type { Release } from '../../../shared/api/channels.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor, createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { releases } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Channels } from './channels.ts';
import { publishAll } from './deployVersion.ts';
import { type Placement, placeVersions } from './placements.ts';
import { requireMayStillDeploy } from './requireMayStillDeploy.ts';
import { readVersionRefs } from './versionRefs.ts';

type ReleaseRow = typeof releases.$inferSelect;
type ReleaseView = z.infer<typeof Release>;

/** A release that comes due while the database or the storage is away is tried again this often. */
const RUN_ATTEMPTS = 25;
/** Further ahead nobody plans: what is asked for then is a slip of the year. */
const MAX_DAYS_AHEAD = 366;

/**
 * Deploys several slots at once, all or none: now, or at `at` (ISO 8601). What may not be deployed at
 * present is refused at once; what is expected to be live is checked when it happens.
 * Throws `validation-failed`, `not-found`, `not-deployable`, `deployment-conflict`. Once `signal` is aborted
 * nothing changes.
 */
export async function createRelease(
  channels: Channels,
  caller: Caller,
  input: { items: Placement[]; reason: string; at?: string | undefined },
  signal?: AbortSignal,
): Promise<ReleaseView> {
  const { workspaceId, actor, correlationId } = caller;
  const places = input.items.map((item) => `${item.channel}/${item.slot}`);
  const twice = places.findIndex((place, index) => places.indexOf(place) < index);
  if (twice >= 0)
    throw new ProblemError('validation-failed', `A release can fill ${places[twice]} only once.`, {
      errors: [{ field: `items.${twice}.slot`, message: 'appears twice' }],
    });
  const later = input.at !== undefined;
  const at = input.at === undefined ? new Date() : timeToCome(input.at);
  await publishAll(channels, workspaceId, input.items, signal);
  const { row, view } = await channels.database.withWorkspace(workspaceId, async (tx) => {
    const [release] = await tx
      .insert(releases)
      .values({
        id: v7(),
        workspaceId,
        state: later ? 'scheduled' : 'done',
        items: input.items,
        reason: input.reason,
        at,
        ...createdByColumns(actor),
      })
      .returning();
    if (later) {
      const { id } = release!;
      await enqueueRelease(tx, workspaceId, id, at);
      await notify(tx, workspaceId, { type: 'release-changed', releaseId: id });
      await audit(tx, release!, 'release.scheduled', actor, correlationId);
    } else await place(tx, release!, correlationId);
    const [view] = await presentReleases(tx, workspaceId, [release!]);
    signal?.throwIfAborted();
    return { row: release!, view: view! };
  });
  if (!later) tellChanged(channels, row);
  return view;
}

/** Throws `validation-failed` for a time that has gone by or is too far ahead. */
function timeToCome(iso: string): Date {
  const at = new Date(iso);
  const aheadMs = at.getTime() - Date.now();
  if (aheadMs > 0 && aheadMs <= MAX_DAYS_AHEAD * 24 * 3_600_000) return at;
  const message =
    aheadMs > 0 ? `is more than ${MAX_DAYS_AHEAD} days ahead` : 'has gone by; leave it out to deploy now';
  throw new ProblemError('validation-failed', `A release cannot be planned for then: the time ${message}.`, {
    errors: [{ field: 'at', message }],
  });
}

/** Queues the carrying out of a scheduled release; at most one job of it waits at a time. */
export async function enqueueRelease(
  tx: WorkspaceTx,
  workspaceId: string,
  releaseId: string,
  runAt?: Date,
): Promise<void> {
  const options = { runAt, key: `release:${releaseId}`, maxAttempts: RUN_ATTEMPTS };
  await enqueue(tx, 'runRelease', { workspaceId, releaseId }, options);
}

/**
 * Carries out a scheduled release, exactly once however often it is called. When an item may no longer be
 * deployed, something unexpected is live, or who scheduled it may no longer deploy, nothing is deployed and the
 * release keeps the reason.
 */
export async function runRelease(channels: Channels, workspaceId: string, releaseId: string): Promise<void> {
  const { database } = channels;
  const isThis = and(eq(releases.workspaceId, workspaceId), eq(releases.id, releaseId));
  const due = await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.select().from(releases).where(isThis);
    return row;
  });
  if (due?.state !== 'scheduled') return;
  try {
    await publishAll(channels, workspaceId, due.items);
    const done = await database.withWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.select().from(releases).where(isThis).for('update');
      if (row?.state !== 'scheduled') return false;
      await requireMayStillDeploy(tx, workspaceId, createdByActor(row));
      await tx.update(releases).set({ state: 'done' }).where(isThis);
      await place(tx, row, null);
      return true;
    });
    if (done) tellChanged(channels, due);
  } catch (error) {
    // What trying again may mend is left to the queue; the rest is the release's own failure.
    if (!(error instanceof ProblemError) || error.retryable) throw error;
    await failRelease(channels, workspaceId, releaseId, error.message);
  }
}

/** Marks a scheduled release as failed and says why; does nothing to one that is over. */
export async function failRelease(
  { database }: Channels,
  workspaceId: string,
  releaseId: string,
  failure: string,
): Promise<void> {
  const isThis = and(eq(releases.workspaceId, workspaceId), eq(releases.id, releaseId));
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.select().from(releases).where(isThis).for('update');
    if (row?.state !== 'scheduled') return;
    await tx.update(releases).set({ state: 'failed', failure }).where(isThis);
    await notify(tx, workspaceId, { type: 'release-changed', releaseId });
    await audit(tx, { ...row, failure }, 'release.failed', createdByActor(row), null);
  });
}

/** Cancels a scheduled release. Throws `not-found`, `conflict` when it is over. */
export async function cancelRelease(
  { database }: Channels,
  caller: Caller,
  releaseId: string,
): Promise<void> {
  const { workspaceId, actor, correlationId } = caller;
  const isThis = and(eq(releases.workspaceId, workspaceId), eq(releases.id, releaseId));
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.select().from(releases).where(isThis).for('update');
    if (!row) throw notFound('release');
    if (row.state !== 'scheduled')
      throw new ProblemError(
        'conflict',
        `The release is ${row.state}; only a scheduled one can be cancelled.`,
      );
    await tx.update(releases).set({ state: 'cancelled' }).where(isThis);
    await notify(tx, workspaceId, { type: 'release-changed', releaseId });
    await audit(tx, row, 'release.cancelled', actor, correlationId);
  });
}

/** Releases, of one state or of all, newest first. */
export async function listReleases(
  { database }: Channels,
  { workspaceId }: Caller,
  {
    limit,
    cursor,
    state,
  }: { limit: number; cursor?: string | undefined; state?: ReleaseRow['state'] | undefined },
): Promise<{ items: ReleaseView[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select()
      .from(releases)
      .where(
        and(
          eq(releases.workspaceId, workspaceId),
          state ? eq(releases.state, state) : undefined,
          before ? lt(releases.id, before[0]) : undefined,
        ),
      )
      .orderBy(desc(releases.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    return { items: await presentReleases(tx, workspaceId, items), nextCursor };
  });
}

async function place(tx: WorkspaceTx, release: ReleaseRow, correlationId: string | null): Promise<void> {
  const { workspaceId, id: releaseId, reason } = release;
  const actor = createdByActor(release);
  await notify(tx, workspaceId, { type: 'release-changed', releaseId });
  await placeVersions(
    tx,
    { workspaceId, actor, kind: 'release', reason, correlationId, releaseId },
    release.items,
  );
  await audit(tx, release, 'release.done', actor, correlationId);
}

function audit(
  tx: WorkspaceTx,
  release: ReleaseRow,
  action: string,
  actor: Actor,
  correlationId: string | null,
): Promise<void> {
  return recordAudit(tx, release.workspaceId, {
    actor,
    action,
    subject: {
      kind: 'release',
      id: release.id,
      name: release.items.map(({ channel, slot }) => `${channel} / ${slot}`).join(', '),
    },
    detail: {
      at: release.at.toISOString(),
      reason: release.reason,
      items: release.items,
      ...(release.failure === null ? {} : { failure: release.failure }),
    },
    correlationId,
  });
}

function tellChanged(channels: Channels, release: ReleaseRow): void {
  for (const { channel, slot } of release.items) channels.onLiveChanged?.(release.workspaceId, channel, slot);
}

async function presentReleases(
  tx: WorkspaceTx,
  workspaceId: string,
  rows: ReleaseRow[],
): Promise<ReleaseView[]> {
  const ids = rows.flatMap(({ items }) => items.map(({ versionId }) => versionId));
  const refs = await readVersionRefs(tx, workspaceId, ids);
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    items: row.items.map((item) => ({ ...item, version: refs.get(item.versionId)! })),
    reason: row.reason,
    at: row.at.toISOString(),
    by: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    failure: row.failure,
  }));
}
