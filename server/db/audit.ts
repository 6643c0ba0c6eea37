import { createHash } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../shared/api/common.ts';
import type { WorkspaceTx } from './database.ts';
import { auditEntries } from './schema/index.ts';

/** What is written down: who did what to which thing. `detail` holds no secrets and no caller data. */
export interface AuditRecord {
  actor: Actor;
  /** noun.verb, e.g. `version.approved`. */
  action: string;
  subject: { kind: string; id: string; name?: string | null };
  detail?: Record<string, unknown>;
  correlationId?: string | null;
}

/** The hash before the first entry of a workspace. */
export const AUDIT_GENESIS = '0'.repeat(64);

type Hashed = Omit<typeof auditEntries.$inferSelect, 'hash'>;

/** SHA-256 over every field of the entry and the hash before it, in a fixed order. */
export function auditHash(entry: Hashed): string {
  const fields = [
    entry.workspaceId,
    entry.sequence,
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.subjectName,
    canonical(entry.detail),
    entry.correlationId,
    entry.previousHash,
    entry.id,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** JSON with sorted keys: the database does not keep their order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * Appends to the workspace's chain. Call it last in the transaction: it holds the chain's lock until commit.
 */
export async function recordAudit(tx: WorkspaceTx, workspaceId: string, record: AuditRecord): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${workspaceId}`}, 0))`);
  const [last] = await tx
    .select({ sequence: auditEntries.sequence, hash: auditEntries.hash })
    .from(auditEntries)
    .where(eq(auditEntries.workspaceId, workspaceId))
    .orderBy(desc(auditEntries.sequence))
    .limit(1);
  const entry: Hashed = {
    id: v7(),
    workspaceId,
    sequence: (last?.sequence ?? 0) + 1,
    at: new Date(),
    actorKind: record.actor.kind,
    actorId: record.actor.id,
    actorName: record.actor.name,
    action: record.action,
    subjectKind: record.subject.kind,
    subjectId: record.subject.id,
    subjectName: record.subject.name ?? null,
    detail: JSON.parse(JSON.stringify(record.detail ?? {})),
    correlationId: record.correlationId ?? null,
    previousHash: last?.hash ?? AUDIT_GENESIS,
  };
  await tx.insert(auditEntries).values({ ...entry, hash: auditHash(entry) });
}
