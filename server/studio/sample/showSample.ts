import { and, asc, eq } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue, type Jobs, type SampleShowing } from '../../db/jobs.ts';
import { channels as channelTable, deployments, slots, statusChanges } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Channels } from '../channels/channels.ts';
import { deployVersion } from '../channels/deployVersion.ts';
import { insertComment } from '../comments/commentOnVersion.ts';
import { approve } from '../review/approve.ts';
import { barredAsAuthor } from '../review/eligibility.ts';
import { type LockedVersion, lockVersion } from '../review/lockVersion.ts';
import { submit } from '../review/submit.ts';

type Job = Jobs['showSample'];

/** No person said what the sample content says: its comments are nobody's. */
const SAMPLE_CONTENT: Actor = { kind: 'system', id: null, name: 'Sample content' };
const SUBMITTED = 'Part of the sample content: submitted when the workspace was set up.';
const APPROVED =
  'Part of the sample content: approved when the workspace was set up. Nobody has listened to it yet.';
const DEPLOYED = 'Part of the sample content: shows what a live slot looks like. Replace it with your own.';

/** Between two looks at unfinished audio: a share of its age, so that a dozen looks are enough for a minute. */
const LOOK_AGAIN = { share: 1 / 3, leastMs: 1_000, mostMs: 30_000 };
/** Runs that the queue allows: each that dies with its worker counts, each that found the audio unfinished does not. */
const MAX_RUNS = 20;

/** The job that shows a sample version; its key lets it wait for the audio by queueing itself again. */
export function showingJob(
  { workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>,
  versionId: string,
  showing: SampleShowing,
) {
  const payload: Job = { workspaceId, userId, versionId, showing };
  return { payload, key: `showSample:${versionId}`, maxAttempts: MAX_RUNS };
}

/**
 * Brings a version of the sample content, once its audio is there, to what it is to show: in review, approved,
 * live. By the functions of people's actions and in the name of `owner`, so that an approval is a
 * self-approval; one that the rules refuse is left out. What somebody has touched meanwhile stays as it is, so
 * it may be called again after a crash at any point.
 */
export async function showSample(channels: Channels, owner: Caller, job: Job): Promise<void> {
  const approved = await channels.database.withWorkspace(job.workspaceId, async (tx) => {
    const version = await lockVersion(tx, owner, job.versionId);
    if (version.state === 'queued' || version.state === 'generating') {
      const again = showingJob(job, job.versionId, job.showing);
      await enqueue(tx, 'showSample', again.payload, {
        ...again,
        runAt: lookAgainAt(version.createdAt),
      });
      return false;
    }
    if (version.state !== 'ready') return false;
    const notes = await notesOfMoves(tx, job);
    return notes.length === 0 ? review(tx, owner, version, job.showing) : notes.at(-1) === APPROVED;
  });
  if (approved && job.showing.live) await goLive(channels, owner, job, job.showing.live);
}

function lookAgainAt(orderedAt: Date): Date {
  const pauseMs = (Date.now() - orderedAt.getTime()) * LOOK_AGAIN.share;
  return new Date(Date.now() + Math.min(LOOK_AGAIN.mostMs, Math.max(LOOK_AGAIN.leastMs, pauseMs)));
}

/** Whether the version is approved then. */
async function review(
  tx: WorkspaceTx,
  owner: Caller,
  version: LockedVersion,
  { status, comment }: SampleShowing,
): Promise<boolean> {
  if (comment)
    await insertComment(tx, { ...owner, actor: SAMPLE_CONTENT }, { versionId: version.id, ...comment });
  await submit(tx, owner, version, { note: SUBMITTED });
  if (status !== 'approved' || barredAsAuthor(version, version.requireFourEyes)) return false;
  const submitted = await lockVersion(tx, owner, version.id);
  await approve(tx, owner, submitted, { note: APPROVED, digest: submitted.digest! });
  return (await lockVersion(tx, owner, version.id)).status === 'approved';
}

/** What was said at each change of status: one that is not ours is somebody's decision. */
async function notesOfMoves(tx: WorkspaceTx, { workspaceId, versionId }: Job): Promise<(string | null)[]> {
  const moves = await tx
    .select({ note: statusChanges.note })
    .from(statusChanges)
    .where(and(eq(statusChanges.workspaceId, workspaceId), eq(statusChanges.versionId, versionId)))
    .orderBy(asc(statusChanges.id));
  return moves.map(({ note }) => note);
}

/** Only where nothing ever was, and where the channel's rules let it. */
async function goLive(
  channels: Channels,
  owner: Caller,
  { workspaceId, versionId }: Job,
  place: { channel: string; slot: string },
): Promise<void> {
  const [used] = await channels.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ id: deployments.id })
      .from(deployments)
      .innerJoin(slots, eq(slots.id, deployments.slotId))
      .innerJoin(channelTable, eq(channelTable.id, deployments.channelId))
      .where(
        and(
          eq(deployments.workspaceId, workspaceId),
          eq(channelTable.slug, place.channel),
          eq(slots.slug, place.slot),
        ),
      )
      .limit(1),
  );
  if (used) return;
  try {
    await deployVersion(channels, owner, { ...place, versionId, reason: DEPLOYED, expectedVersionId: null });
  } catch (error) {
    // Somebody was faster, or changed the rules or the channel: then theirs stands.
    if (error instanceof ProblemError && !error.retryable) return;
    throw error;
  }
}
