import { and, asc, desc, eq, gt, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { AuditEntry } from '../../../shared/api/operations.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, NumberPosition, pageOf } from '../../db/page.ts';
import { auditEntries } from '../../db/schema/index.ts';

export type AuditRow = typeof auditEntries.$inferSelect;

export interface AuditFilter {
  /** Id or name of who did it. */
  actor?: string | undefined;
  /** A whole action (`version.approved`) or its noun (`version`). */
  action?: string | undefined;
  /** Id, name or kind of what it was done to. */
  subject?: string | undefined;
  /** ISO 8601, inclusive. */
  from?: string | undefined;
  /** ISO 8601, inclusive. */
  to?: string | undefined;
}

/** The log, newest first. */
export async function listAudit(
  database: Database,
  workspaceId: string,
  filter: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const before = decodeCursor(filter.cursor, NumberPosition);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(and(matching(workspaceId, filter), before ? lt(auditEntries.sequence, before[0]) : undefined))
      .orderBy(desc(auditEntries.sequence))
      .limit(filter.limit + 1),
  );
  const page = pageOf(rows, filter.limit, (row) => [row.sequence]);
  return { items: page.items.map(presentAudit), nextCursor: page.nextCursor };
}

const BATCH = 1000;

/** Walks the log up to `upTo` (a sequence), oldest first, in batches of their own short transactions. */
export async function* walkAudit(
  database: Database,
  workspaceId: string,
  upTo: number,
  { after = 0, ...filter }: AuditFilter & { after?: number } = {},
): AsyncGenerator<AuditRow[]> {
  for (let position = after; ; ) {
    const rows = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .select()
        .from(auditEntries)
        .where(
          and(
            matching(workspaceId, filter),
            gt(auditEntries.sequence, position),
            lte(auditEntries.sequence, upTo),
          ),
        )
        .orderBy(asc(auditEntries.sequence))
        .limit(BATCH),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    position = rows.at(-1)!.sequence;
  }
}

/** The newest entry; null where nothing was written down yet. */
export async function readHead(
  tx: WorkspaceTx,
  workspaceId: string,
): Promise<{ sequence: number; hash: string } | null> {
  const [head] = await tx
    .select({ sequence: auditEntries.sequence, hash: auditEntries.hash })
    .from(auditEntries)
    .where(eq(auditEntries.workspaceId, workspaceId))
    .orderBy(desc(auditEntries.sequence))
    .limit(1);
  return head ?? null;
}

function matching(workspaceId: string, filter: AuditFilter): SQL | undefined {
  const { actor, action, subject, from, to } = filter;
  return and(
    eq(auditEntries.workspaceId, workspaceId),
    actor === undefined ? undefined : or(eq(auditEntries.actorId, actor), eq(auditEntries.actorName, actor)),
    action === undefined
      ? undefined
      : or(eq(auditEntries.action, action), sql`starts_with(${auditEntries.action}, ${`${action}.`})`),
    subject === undefined
      ? undefined
      : or(
          eq(auditEntries.subjectId, subject),
          eq(auditEntries.subjectName, subject),
          eq(auditEntries.subjectKind, subject),
        ),
    from === undefined ? undefined : gte(auditEntries.at, new Date(from)),
    to === undefined ? undefined : lte(auditEntries.at, new Date(to)),
  );
}

export function presentAudit(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    sequence: row.sequence,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    detail: row.detail,
    hash: row.hash,
    previousHash: row.previousHash,
    correlationId: row.correlationId,
  };
}
