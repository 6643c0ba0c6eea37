import { and, eq, lte, sql } from 'drizzle-orm';
import { auditAnchors } from '../../db/schema/index.ts';
import {
  type Anchor,
  type AuditDeps,
  anchorProblem,
  listedAnchors,
  readAnchors,
  writeAnchor,
} from './anchors.ts';
import { readHead } from './entries.ts';
import { walkChain } from './verifyAudit.ts';

/** Older anchors say nothing that a newer one does not: its hash covers all entries before it. */
const KEPT_ANCHORS = 20;

/**
 * Anchors the head of every workspace's log that grew since the last time; for a schedule of about a minute.
 * Gives the workspaces whose log does not continue what was anchored: those are left as they are, so that
 * what proves it is not overwritten.
 */
export async function anchorAudit(deps: AuditDeps): Promise<{ workspaceId: string; problem: string }[]> {
  const { rows } = await deps.database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  const problems: { workspaceId: string; problem: string }[] = [];
  for (const { id: workspaceId } of rows) {
    const problem = await anchorWorkspace(deps, workspaceId);
    if (problem) problems.push({ workspaceId, problem });
  }
  return problems;
}

/** Anchors one workspace's log when it grew; gives what speaks against it, in words. */
export async function anchorWorkspace(deps: AuditDeps, workspaceId: string): Promise<string | null> {
  const { database, bytes } = deps;
  const done = await database.withWorkspace(workspaceId, async (tx) => {
    const { rows } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`anchor:${workspaceId}`}, 0)) as mine`,
    );
    // Another node is at it.
    if (!rows[0]?.mine) return null;
    const listed = await listedAnchors(tx, workspaceId);
    const last = listed.at(-1);
    const head = await readHead(tx, workspaceId);
    if (!head || (last?.sequence === head.sequence && last.hash === head.hash)) return null;

    const stored = await readAnchors(deps, workspaceId);
    const newest = stored.at(-1)?.anchor ?? null;
    const problem = anchorProblem(stored, listed) ?? (await continues(database, newest, head));
    if (problem) return { problem, old: [] };

    const number = Math.max(newest?.number ?? 0, last?.number ?? 0) + 1;
    const at = new Date();
    await tx.insert(auditAnchors).values({ workspaceId, number, ...head, at });
    await tx
      .delete(auditAnchors)
      .where(and(eq(auditAnchors.workspaceId, workspaceId), lte(auditAnchors.number, number - KEPT_ANCHORS)));
    await writeAnchor(deps, { workspaceId, number, ...head, at: at.toISOString() });
    return { problem: null, old: stored.filter((each) => each.number <= number - KEPT_ANCHORS) };
  });
  for (const { key } of done?.old ?? []) await bytes.delete(key);
  return done?.problem ?? null;
}

/** Whether the log still leads on from what was anchored last; otherwise what is wrong, in words. */
async function continues(
  database: AuditDeps['database'],
  anchored: Anchor | null,
  head: { sequence: number; hash: string },
): Promise<string | null> {
  if (!anchored) return null;
  if (head.sequence > anchored.sequence)
    return (await walkChain(database, anchored.workspaceId, anchored, [])).problem;
  return head.sequence === anchored.sequence && head.hash === anchored.hash
    ? null
    : `The log no longer holds entry ${anchored.sequence} as it was anchored on ${anchored.at}.`;
}

/**
 * Signs the anchors of every workspace anew under the present master key, for its rotation, while the old
 * key is still here. Leaves alone what is not signed rightly.
 */
export async function resignAnchors(deps: AuditDeps): Promise<void> {
  const { rows } = await deps.database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  for (const { id } of rows)
    for (const { anchor } of await readAnchors(deps, id)) if (anchor) await writeAnchor(deps, anchor);
}
