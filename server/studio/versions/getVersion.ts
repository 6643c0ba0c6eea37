import { and, asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { studioRoutes, Version } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor } from '../../db/actors.ts';
import { readWithheld } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { channels, revisions, statusChanges, versions, workspaces } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { refusal } from '../channels/channelRules.ts';
import { barredAsAuthor, eligibilityColumns } from '../review/eligibility.ts';
import type { Studio } from '../studio.ts';
import { readVersion } from './readVersions.ts';

type VersionInFull = z.output<NonNullable<typeof studioRoutes.getVersion.reply>>;

/**
 * A version with the text it speaks, its history, oldest first, and what the caller and the channels may do
 * with it. Throws `not-found`.
 */
export function getVersion(studio: Studio, caller: Caller, id: string): Promise<VersionInFull> {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const version = await readVersion(tx, workspaceId, id);
    const [judged] = await tx
      .select({
        text: revisions.text,
        requireFourEyes: workspaces.requireFourEyes,
        ...eligibilityColumns(caller.userId),
      })
      .from(versions)
      .innerJoin(revisions, eq(revisions.id, versions.revisionId))
      .innerJoin(workspaces, eq(workspaces.id, versions.workspaceId))
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id)));
    const { text, requireFourEyes, ...eligibility } = judged!;
    const history = await tx
      .select()
      .from(statusChanges)
      .where(and(eq(statusChanges.workspaceId, workspaceId), eq(statusChanges.versionId, id)))
      .orderBy(asc(statusChanges.id));
    return {
      ...version,
      text,
      history: history.map((change) => ({
        id: change.id,
        from: change.from,
        to: change.to,
        note: change.note,
        by: createdByActor(change),
        at: change.createdAt.toISOString(),
      })),
      isAuthor: eligibility.isAuthor,
      mayApprove:
        caller.actor.kind === 'user' &&
        caller.scopes.has('versions:approve') &&
        !eligibility.hasApproved &&
        !barredAsAuthor(eligibility, requireFourEyes),
      channels: await channelsFor(tx, workspaceId, version),
    };
  });
}

/** Every channel with what keeps the version from going live there. */
async function channelsFor(
  tx: WorkspaceTx,
  workspaceId: string,
  version: Version,
): Promise<VersionInFull['channels']> {
  const approvals = version.approvals.map((approval) => ({
    ...approval,
    withdrawnAt: null,
    createdById: approval.by.id,
    createdByName: approval.by.name,
  }));
  const withheld =
    (await readWithheld(tx, workspaceId, [version.voice.id], 'deployment')).get(version.voice.id) ?? null;
  const rows = await tx
    .select()
    .from(channels)
    .where(eq(channels.workspaceId, workspaceId))
    .orderBy(asc(channels.createdAt), asc(channels.id));
  return rows.map((channel) => ({
    channel: channel.slug,
    name: channel.name,
    refusal: refusal({ ...version, withheld }, approvals, channel),
  }));
}

/** The waveform (0 to 1 a span) and the times of the words. Throws `not-found` or `not-ready`. */
export function getPeaks(studio: Studio, caller: Caller, id: string) {
  const { workspaceId } = caller;
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const [version] = await tx
      .select({ durationMs: versions.durationMs, peaks: versions.peaks, words: versions.words })
      .from(versions)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, id)));
    if (!version) throw notFound('version');
    if (version.durationMs === null || version.peaks === null)
      throw new ProblemError('not-ready', 'This version has no audio yet.');
    return {
      durationMs: version.durationMs,
      peaks: Array.from(version.peaks, (peak) => peak / 255),
      words: version.words ?? [],
    };
  });
}
