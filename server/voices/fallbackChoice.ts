import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { workspaces } from '../db/schema/index.ts';
import type { FallbackChoice } from '../speech/routing/speakers.ts';

/** What a workspace wants when a voice cannot speak; for `openSpeech`. */
export async function readFallbackChoice(database: Database, workspaceId: string): Promise<FallbackChoice> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ chain: workspaces.voiceChain, standIns: workspaces.standIns })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId)),
  );
  return row ?? { chain: [], standIns: {} };
}
