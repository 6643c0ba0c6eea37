import { csvLine } from '../../db/csv.ts';
import type { Database } from '../../db/database.ts';
import { type AuditFilter, type AuditRow, presentAudit, readHead, walkAudit } from './entries.ts';

const COLUMNS: Record<string, (row: AuditRow) => string | number | null> = {
  sequence: (row) => row.sequence,
  at: (row) => row.at.toISOString(),
  actor_kind: (row) => row.actorKind,
  actor_id: (row) => row.actorId,
  actor_name: (row) => row.actorName,
  action: (row) => row.action,
  subject_kind: (row) => row.subjectKind,
  subject_id: (row) => row.subjectId,
  subject_name: (row) => row.subjectName,
  detail: (row) => JSON.stringify(row.detail),
  correlation_id: (row) => row.correlationId,
  previous_hash: (row) => row.previousHash,
  hash: (row) => row.hash,
};

/**
 * The log as text, oldest first, piece by piece: never all of it in memory. What is written while it runs is
 * not part of it. CSV follows RFC 4180; a cell that a spreadsheet would take for a formula begins with `'`.
 */
export async function* exportAudit(
  database: Database,
  workspaceId: string,
  format: 'csv' | 'jsonl',
  filter: AuditFilter,
): AsyncGenerator<string> {
  const head = await database.withWorkspace(workspaceId, (tx) => readHead(tx, workspaceId));
  if (format === 'csv') yield csvLine(Object.keys(COLUMNS));
  for await (const rows of walkAudit(database, workspaceId, head?.sequence ?? 0, filter))
    yield rows
      .map((row) =>
        format === 'csv'
          ? csvLine(Object.values(COLUMNS).map((column) => column(row)))
          : `${JSON.stringify(presentAudit(row))}\n`,
      )
      .join('');
}
