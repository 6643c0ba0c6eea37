import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ReviewItem } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, pageOf } from '../../db/page.ts';
import { revisions, versions, workspaces } from '../../db/schema/index.ts';
import type { Studio } from '../studio.ts';
import { readPresented, selectVersions } from '../versions/readVersions.ts';
import { barredAsAuthor, type Eligibility, eligibilityColumns } from './eligibility.ts';

type Item = z.infer<typeof ReviewItem>;
interface Judged extends Eligibility {
  id: string;
  waits: boolean;
  requireFourEyes: boolean;
}

/** First what waits for the caller, then the rest; each part in the order in which it was generated. */
const ReviewPosition = z.tuple([z.boolean(), z.uuid()]);

/** A page of what is in review, what waits for the caller first, with the number of those. */
export async function listReviews(
  studio: Studio,
  caller: Caller,
  input: { limit: number; cursor?: string },
): Promise<{ items: Item[]; nextCursor: string | null; waitingForMe: number }> {
  const after = decodeCursor(input.cursor, ReviewPosition);
  const { workspaceId } = caller;
  const { page, presented, waiting } = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const inReview = judge(tx, caller);
    const rows: Judged[] = await tx
      .with(inReview)
      .select()
      .from(inReview)
      .where(
        after
          ? sql`(not ${inReview.waits}, ${inReview.id}) > (not ${after[0]}::boolean, ${after[1]}::uuid)`
          : undefined,
      )
      .orderBy(sql`not ${inReview.waits}`, asc(inReview.id))
      .limit(input.limit + 1);
    const [waiting] = await tx
      .with(inReview)
      .select({ n: sql<number>`count(*)::int` })
      .from(inReview)
      .where(sql`${inReview.waits}`);
    const page = pageOf(rows, input.limit, (row) => [row.waits, row.id]);
    const presented = await readPresented(
      tx,
      workspaceId,
      page.items.length === 0
        ? []
        : await selectVersions(
            tx,
            workspaceId,
            sql`${versions.id} in (${sql.join(
              page.items.map((row) => sql`${row.id}::uuid`),
              sql`, `,
            )})`,
          ),
    );
    return { page, presented, waiting };
  });
  const versionOf = new Map((await presented()).map((version) => [version.id, version]));
  return {
    items: page.items.map((row) => ({
      version: versionOf.get(row.id)!,
      waitsForMe: row.waits,
      reason: reasonOf(row, caller, versionOf.get(row.id)!),
    })),
    nextCursor: page.nextCursor,
    waitingForMe: waiting?.n ?? 0,
  };
}

/** Every version in review with whether it waits for the caller: as `approve` would decide. */
function judge(tx: WorkspaceTx, caller: Caller) {
  const { isAuthor, othersCould, hasApproved } = eligibilityColumns(caller.userId);
  const mayApprove = caller.actor.kind === 'user' && caller.scopes.has('versions:approve');
  return tx.$with('in_review').as(
    tx
      .select({
        id: versions.id,
        isAuthor: isAuthor.as('is_author'),
        othersCould: othersCould.as('others_could'),
        hasApproved: hasApproved.as('has_approved'),
        requireFourEyes: workspaces.requireFourEyes,
        waits:
          sql<boolean>`(${mayApprove}::boolean and not ${hasApproved} and not (${isAuthor} and (${workspaces.requireFourEyes} or ${othersCould})))`.as(
            'waits',
          ),
      })
      .from(versions)
      .innerJoin(revisions, eq(revisions.id, versions.revisionId))
      .innerJoin(workspaces, eq(workspaces.id, versions.workspaceId))
      .where(and(eq(versions.workspaceId, caller.workspaceId), eq(versions.status, 'in_review'))),
  );
}

function reasonOf(row: Judged, caller: Caller, version: Item['version']): string {
  const open = version.requiredApprovals - version.approvals.length;
  const needs = open === 1 ? 'one approval' : `${open} approvals`;
  if (caller.actor.kind !== 'user') return 'Only a person can approve it, not a key.';
  if (!caller.scopes.has('versions:approve')) return 'Your role does not approve versions.';
  if (row.hasApproved)
    return `You have approved it; it still needs ${needs} by ${open === 1 ? 'somebody else' : 'others'}.`;
  if (barredAsAuthor(row, row.requireFourEyes))
    return row.othersCould
      ? 'You wrote or generated it, so somebody else must approve it.'
      : 'You wrote or generated it, and this workspace asks for four eyes; nobody else can approve yet.';
  if (row.isAuthor) return 'It is your own work and nobody else can approve it: it would be self-approved.';
  return `It needs ${needs}, and you may give one.`;
}
