import { and, desc, eq, ilike, inArray, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Candidate } from '../../../shared/api/channels.ts';
import { UNSPEAKABLE } from '../../../shared/api/common.ts';
import type { Caller } from '../../caller.ts';
import { readWithheld } from '../../db/consents.ts';
import { decodeCursor, pageOf } from '../../db/page.ts';
import { approvals, projects, scripts, versions } from '../../db/schema/index.ts';
import { containing } from '../search.ts';
import { permission, refusal } from './channelRules.ts';
import type { Channels } from './channels.ts';
import { readChannels } from './placements.ts';

/** What is nearest to going live comes first; archived versions are left out. */
const ORDER = ['approved', 'in_review', 'draft'] as const;
const CandidatePosition = z.tuple([z.enum(ORDER), z.uuid()]);

/**
 * Versions with audio, approved ones first and newest first among them, and whether each may be deployed to
 * the channel. Throws `not-found`.
 */
export async function listCandidates(
  { database }: Channels,
  caller: Caller,
  channelSlug: string,
  page: { limit: number; cursor?: string | undefined; q?: string | undefined },
): Promise<{ items: z.infer<typeof Candidate>[]; nextCursor: string | null }> {
  const { workspaceId } = caller;
  const after = decodeCursor(page.cursor, CandidatePosition);
  const wanted = page.q?.trim() ?? '';
  if (UNSPEAKABLE.test(wanted)) return { items: [], nextCursor: null };
  return database.withWorkspace(workspaceId, async (tx) => {
    const channel = (await readChannels(tx, workspaceId, [channelSlug])).get(channelSlug)!;
    // One seek a status: each follows an index, so the cost does not grow with the number of versions.
    const rows: Awaited<ReturnType<typeof readStatus>> = [];
    const readStatus = (status: (typeof ORDER)[number], limit: number) =>
      tx
        .select({
          id: versions.id,
          number: versions.number,
          state: versions.state,
          status: versions.status,
          digest: versions.digest,
          durationMs: versions.durationMs,
          scriptId: versions.scriptId,
          scriptTitle: scripts.title,
          voiceId: versions.voiceId,
          projectName: projects.name,
        })
        .from(versions)
        .innerJoin(scripts, eq(scripts.id, versions.scriptId))
        .innerJoin(projects, eq(projects.id, versions.projectId))
        .where(
          and(
            eq(versions.workspaceId, workspaceId),
            eq(versions.status, status),
            eq(versions.state, 'ready'),
            after?.[0] === status ? lt(versions.id, after[1]) : undefined,
            wanted === '' ? undefined : ilike(scripts.title, containing(wanted)),
          ),
        )
        .orderBy(desc(versions.id))
        .limit(limit);
    for (const status of ORDER.slice(after ? ORDER.indexOf(after[0]) : 0)) {
      const missing = page.limit + 1 - rows.length;
      if (missing > 0) rows.push(...(await readStatus(status, missing)));
    }
    const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.status, row.id]);
    const given =
      items.length === 0
        ? []
        : await tx
            .select()
            .from(approvals)
            .where(
              and(
                eq(approvals.workspaceId, workspaceId),
                inArray(
                  approvals.versionId,
                  items.map((row) => row.id),
                ),
              ),
            );
    const withheld = await readWithheld(
      tx,
      workspaceId,
      [...new Set(items.map(({ voiceId }) => voiceId))],
      'deployment',
    );
    return {
      nextCursor,
      items: items.map((row) => {
        const reason = refusal(
          { ...row, withheld: withheld.get(row.voiceId) ?? null },
          given.filter((approval) => approval.versionId === row.id),
          channel,
        );
        return {
          versionId: row.id,
          number: row.number,
          scriptId: row.scriptId,
          scriptTitle: row.scriptTitle,
          projectName: row.projectName,
          durationMs: row.durationMs,
          deployable: reason === null,
          reason: reason ?? permission(channel),
        };
      }),
    };
  });
}
