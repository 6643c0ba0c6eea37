import { eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { workspaces } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';

/** IANA name of the zone in which a workspace means days and hours. */
export async function timeZoneOf(tx: WorkspaceTx, workspaceId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!row) throw notFound('workspace');
  return row.timeZone;
}
