import type { Caller } from '../../../caller.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { Database, WorkspaceTx } from '../../../db/database.ts';

/** What the functions of business data work with; wired in `processes/`. */
export interface Business {
  database: Database;
  /** The present time. */
  now(): Date;
}

export interface ListInput {
  limit: number;
  cursor?: string | undefined;
  /** Words to look for. */
  q?: string | undefined;
}

/** A pattern for ILIKE that finds the text anywhere; undefined for none. */
export function anywhere(q: string | undefined): string | undefined {
  const text = q?.trim();
  return text ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : undefined;
}

/** What is written down of a change by hand. */
export interface RecordChange {
  kind: 'order' | 'customer' | 'product' | 'faq-entry' | 'service' | 'appointment' | 'opening-hours';
  verb: 'created' | 'changed' | 'deleted' | 'moved' | 'cancelled';
  id: string;
  /** Absent where it would be a person's. */
  name?: string;
}

/** Writes a change of business data into the audit log; last in its transaction. */
export function recordChange(
  tx: WorkspaceTx,
  { workspaceId, actor, correlationId }: Caller,
  { kind, verb, id, name }: RecordChange,
): Promise<void> {
  return recordAudit(tx, workspaceId, {
    actor,
    action: `${kind}.${verb}`,
    subject: { kind, id, ...(name === undefined ? {} : { name }) },
    correlationId,
  });
}
