import type { Database } from '../../db/database.ts';
import { ProblemError } from '../../problem.ts';
import { earlierDeployment, readPlace } from './rollBack.ts';

/**
 * The ledger entry whose audio may stand in for a slot that fell silent because its voice may not be heard any more:
 * what was live there before and would still be accepted by the channel's rules. Null when there is none.
 */
export async function findSubstitute(
  { database }: { database: Database },
  workspaceId: string,
  place: { channel: string; slot: string },
): Promise<string | null> {
  return database.withWorkspace(workspaceId, async (tx) => {
    try {
      return (await earlierDeployment(tx, workspaceId, await readPlace(tx, workspaceId, place)))?.id ?? null;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'not-found') return null;
      throw error;
    }
  });
}
