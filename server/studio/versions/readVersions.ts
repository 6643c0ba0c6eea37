import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Version } from '../../../shared/api/studio.ts';
import { createdByActor } from '../../db/actors.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import {
  approvals,
  channels,
  comments,
  deployments,
  revisions,
  scripts,
  slots,
  versionChecks,
  versions,
  workspaces,
} from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { summaryOf } from '../checks/summary.ts';
import { countWords, knownWordCounts, parameterChanges, type WordCounts } from './changes.ts';

const older = alias(versions, 'version_before');
const standInFor = alias(versions, 'stand_in_for');

/** Everything of a version but the waveform and the words, which only one address shows. */
const columns = {
  id: versions.id,
  number: versions.number,
  scriptId: versions.scriptId,
  scriptTitle: scripts.title,
  projectId: versions.projectId,
  language: scripts.language,
  revisionId: versions.revisionId,
  revisionNumber: revisions.number,
  voiceId: versions.voiceId,
  voiceName: versions.voiceName,
  engineId: versions.engineId,
  engineVersion: versions.engineVersion,
  parameters: versions.parameters,
  note: versions.note,
  dictionaryVersion: versions.dictionaryVersion,
  standInForId: versions.standInForId,
  standInForNumber: standInFor.number,
  standInForVoice: standInFor.voiceName,
  standInReason: versions.standInReason,
  state: versions.state,
  progress: versions.progress,
  failureCode: versions.failureCode,
  failureMessage: versions.failureMessage,
  failureRetryable: versions.failureRetryable,
  status: versions.status,
  selfApproved: versions.selfApproved,
  digest: versions.digest,
  durationMs: versions.durationMs,
  sampleRateHz: versions.sampleRateHz,
  sizeBytes: versions.sizeBytes,
  loudnessLufs: versions.loudnessLufs,
  truePeakDbtp: versions.truePeakDbtp,
  costUsd: versions.costUsd,
  createdByKind: versions.createdByKind,
  createdById: versions.createdById,
  createdByName: versions.createdByName,
  createdAt: versions.createdAt,
  finishedAt: versions.finishedAt,
  requiredApprovals: workspaces.requiredApprovals,
  checkRun: versionChecks.runId,
  checkItems: versionChecks.items,
};

/** A query for versions with what a row of a list needs; then `presentVersions`. For a page, name its ids. */
export function selectVersions(tx: WorkspaceTx, workspaceId: string, where: SQL | undefined) {
  // Lateral with a limit, so that the planner seeks each predecessor instead of reading all versions to join them.
  const before = tx
    .select({
      beforeVoice: older.voiceName,
      beforeNumber: older.number,
      beforeParameters: older.parameters,
      beforeRevisionId: older.revisionId,
    })
    .from(older)
    .where(and(eq(older.scriptId, versions.scriptId), eq(older.number, sql`${versions.number} - 1`)))
    .limit(1)
    .as('before');
  return tx
    .select({
      ...columns,
      beforeVoice: before.beforeVoice,
      beforeNumber: before.beforeNumber,
      beforeParameters: before.beforeParameters,
      beforeRevisionId: before.beforeRevisionId,
    })
    .from(versions)
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .innerJoin(revisions, eq(revisions.id, versions.revisionId))
    .innerJoin(workspaces, eq(workspaces.id, versions.workspaceId))
    .leftJoin(standInFor, eq(standInFor.id, versions.standInForId))
    .leftJoin(versionChecks, eq(versionChecks.versionId, versions.id))
    .leftJoinLateral(before, sql`true`)
    .where(and(eq(versions.workspaceId, workspaceId), where));
}
export type VersionRow = Awaited<ReturnType<typeof selectVersions>>[number];

/** Turns rows into what the API shows: four more queries at most, however many rows there are. */
async function presentVersions(
  tx: WorkspaceTx,
  workspaceId: string,
  rows: readonly VersionRow[],
): Promise<Version[]> {
  return (await readPresented(tx, workspaceId, rows))();
}

/**
 * As `presentVersions`, but the texts of versions are compared when the result is called, which for many rows
 * can take a second: call it after the transaction.
 */
export async function readPresented(
  tx: WorkspaceTx,
  workspaceId: string,
  rows: readonly VersionRow[],
): Promise<() => Promise<Version[]>> {
  if (rows.length === 0) return async () => [];
  const ids = rows.map((row) => row.id);
  // Only what has a digest can be approved or live: while versions are made, these need not be asked for.
  const withDigest = rows.filter((row) => row.digest !== null).map((row) => row.id);
  const given = withDigest.length === 0 ? [] : await readApprovals(tx, workspaceId, withDigest);
  const said = await tx
    .select({
      versionId: comments.versionId,
      all: count(),
      open: sql<number>`count(*) filter (where ${comments.parentId} is null and ${comments.resolvedAt} is null)::int`,
    })
    .from(comments)
    .where(and(eq(comments.workspaceId, workspaceId), inArray(comments.versionId, ids)))
    .groupBy(comments.versionId);
  const live = withDigest.length === 0 ? [] : await readLive(tx, workspaceId, withDigest);
  const compareTexts = await readTexts(tx, workspaceId, rows);

  const present = (row: VersionRow, wordsOf: (row: VersionRow) => WordCounts): Version => {
    const counts = said.find((entry) => entry.versionId === row.id);
    return {
      id: row.id,
      number: row.number,
      scriptId: row.scriptId,
      scriptTitle: row.scriptTitle,
      projectId: row.projectId,
      language: row.language,
      revision: { id: row.revisionId, number: row.revisionNumber },
      voice: { id: row.voiceId, name: row.voiceName },
      engine: row.engineId === null ? null : { id: row.engineId, version: row.engineVersion ?? '' },
      parameters: row.parameters,
      note: row.note,
      dictionaryVersion: row.dictionaryVersion,
      standIn:
        row.standInForId === null
          ? null
          : {
              forId: row.standInForId,
              forNumber: row.standInForNumber ?? 0,
              voice: row.standInForVoice ?? '',
              reason: row.standInReason ?? '',
            },
      state: row.state,
      progress: row.progress,
      failure:
        row.state !== 'failed' || row.failureCode === null
          ? null
          : {
              code: row.failureCode,
              message: row.failureMessage ?? '',
              retryable: row.failureRetryable ?? false,
            },
      status: row.status,
      digest: row.digest,
      audio:
        row.state !== 'ready' || row.durationMs === null
          ? null
          : {
              url: `/api/v1/versions/${row.id}/audio`,
              durationMs: row.durationMs,
              sampleRateHz: row.sampleRateHz ?? 0,
              sizeBytes: row.sizeBytes ?? 0,
              loudnessLufs: row.loudnessLufs,
              truePeakDbtp: row.truePeakDbtp,
            },
      costUsd: row.costUsd,
      changes:
        row.beforeNumber === null
          ? null
          : {
              sinceNumber: row.beforeNumber,
              ...wordsOf(row),
              parameters: parameterChanges(
                { voice: row.beforeVoice!, parameters: row.beforeParameters! },
                { voice: row.voiceName, parameters: row.parameters },
              ),
            },
      approvals: given
        .filter((approval) => approval.versionId === row.id)
        .map((approval) => ({
          id: approval.id,
          by: createdByActor(approval),
          role: approval.role,
          digest: approval.digest,
          selfApproved: approval.selfApproved,
          at: approval.createdAt.toISOString(),
        })),
      requiredApprovals: row.requiredApprovals,
      selfApproved: row.selfApproved,
      commentCount: counts?.all ?? 0,
      openCommentCount: counts?.open ?? 0,
      live: live
        .filter((entry) => entry.versionId === row.id)
        .map(({ channel, slot }) => ({ channel, slot })),
      checks: row.checkRun === null ? null : summaryOf(row.checkItems),
      createdBy: createdByActor(row),
      createdAt: row.createdAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  };
  return async () => {
    const wordsOf = await compareTexts();
    return rows.map((row) => present(row, wordsOf));
  };
}

function readApprovals(tx: WorkspaceTx, workspaceId: string, versionIds: readonly string[]) {
  return tx
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.workspaceId, workspaceId),
        inArray(approvals.versionId, [...versionIds]),
        isNull(approvals.withdrawnAt),
      ),
    )
    .orderBy(asc(approvals.id));
}

function readLive(tx: WorkspaceTx, workspaceId: string, versionIds: readonly string[]) {
  return tx
    .select({ versionId: deployments.versionId, channel: channels.slug, slot: slots.slug })
    .from(deployments)
    .innerJoin(slots, and(eq(slots.id, deployments.slotId), eq(slots.liveDeploymentId, deployments.id)))
    .innerJoin(channels, eq(channels.id, deployments.channelId))
    .where(and(eq(deployments.workspaceId, workspaceId), inArray(deployments.versionId, [...versionIds])))
    .orderBy(asc(channels.slug), asc(slots.slug));
}

/** Reads the texts of the revisions whose difference is not known yet, all at once; calling the result compares them. */
async function readTexts(tx: WorkspaceTx, workspaceId: string, rows: readonly VersionRow[]) {
  const counts = new Map<string, WordCounts>();
  const unknown = new Map<string, { from: string; to: string }>();
  for (const { beforeRevisionId: from, revisionId: to } of rows) {
    if (from === null) continue;
    const known = knownWordCounts(from, to);
    if (known) counts.set(`${from}:${to}`, known);
    else unknown.set(`${from}:${to}`, { from, to });
  }
  const texts = new Map(
    unknown.size === 0
      ? []
      : (
          await tx
            .select({ id: revisions.id, text: revisions.text })
            .from(revisions)
            .where(
              and(
                eq(revisions.workspaceId, workspaceId),
                inArray(revisions.id, [
                  ...new Set([...unknown.values()].flatMap(({ from, to }) => [from, to])),
                ]),
              ),
            )
        ).map(({ id, text }) => [id, text] as const),
  );
  return async () => {
    for (const [pair, { from, to }] of unknown) {
      // Each takes up to some hundredths of a second: others get their turn in between.
      await nextTurn();
      const before = { id: from, text: texts.get(from) ?? '' };
      counts.set(pair, countWords(before, { id: to, text: texts.get(to) ?? '' }));
    }
    return ({ beforeRevisionId: from, revisionId: to }: VersionRow) => counts.get(`${from}:${to}`)!;
  };
}

/** One version as the API shows it. Throws `not-found`. */
export async function readVersion(tx: WorkspaceTx, workspaceId: string, id: string): Promise<Version> {
  const [version] = await presentVersions(
    tx,
    workspaceId,
    await selectVersions(tx, workspaceId, eq(versions.id, id)),
  );
  if (!version) throw notFound('version');
  return version;
}
