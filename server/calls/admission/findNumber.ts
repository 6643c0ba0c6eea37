import type { Database } from '../../db/database.ts';

/** A number that somebody dialled. */
export interface DialledNumber {
  workspaceId: string;
  workspaceSlug: string;
  phoneNumberId: string;
  /** Null: it leads nowhere yet. */
  flowId: string | null;
}

/** Whose number it is (E.164); null: nobody's here. */
export async function findNumber(database: Database, number: string): Promise<DialledNumber | null> {
  const { rows } = await database.pool.query<{
    workspace_id: string;
    workspace_slug: string;
    phone_number_id: string;
    flow_id: string | null;
  }>({
    name: 'find_phone_number',
    text: 'select * from voiceops_find_phone_number($1)',
    values: [number],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    workspaceId: row.workspace_id,
    workspaceSlug: row.workspace_slug,
    phoneNumberId: row.phone_number_id,
    flowId: row.flow_id,
  };
}
