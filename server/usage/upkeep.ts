import { sql } from 'drizzle-orm';
import { addDays, COMPARED_DAYS, type DayOfUse, dayOf, unusualDays } from '../../shared/usage/days.ts';
import type { Database } from '../db/database.ts';

/** Longer than any engine speaks at one text. */
const LOST_AFTER_MINUTES = 30;

/** Counts what is reserved since so long that nobody will settle it; gives how much that was. */
export async function loseStaleUsage(database: Database): Promise<number> {
  const { rows } = await database.outside.execute<{ lost: number }>(
    sql`select voiceops_lose_usage(make_interval(mins => ${LOST_AFTER_MINUTES})) as lost`,
  );
  return rows[0]?.lost ?? 0;
}

/** Workspaces that use far more today than in the two weeks before. */
export async function workspacesWithUnusualUse(database: Database): Promise<string[]> {
  const today = dayOf(new Date());
  const since = `${addDays(today, -COMPARED_DAYS)}T00:00:00Z`;
  const { rows } = await database.outside.execute<{ workspaceId: string; day: string; characters: number }>(
    sql`select workspace_id as "workspaceId", day, characters::float8 from voiceops_usage_days(${since})`,
  );
  const byWorkspace = new Map<string, DayOfUse[]>();
  for (const { workspaceId, ...day } of rows)
    byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), day]);
  return [...byWorkspace]
    .filter(([, days]) => unusualDays(days).some(({ day }) => day === today))
    .map(([id]) => id);
}
