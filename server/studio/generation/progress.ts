import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { versions } from '../../db/schema/index.ts';
import type { Claim } from './claimVersion.ts';

/** People see movement at this pace; more would only be work. */
const NOTIFY_EVERY_MS = 200;
/** Who looks later sees it this exact; each step is a write to the row. */
const STORE_EVERY = 0.1;

/** Tells nodes how far a generation is, and writes it down coarsely while the attempt has the version. */
export function progressReporter(database: Database, claim: Claim): (fraction: number) => void {
  const { workspaceId, versionId, scriptId, attemptId } = claim;
  let toldAt = Date.now();
  let stored = 0;
  let telling = false;
  return (fraction) => {
    const progress = Math.min(Math.max(fraction, 0), 1);
    if (telling || Date.now() - toldAt < NOTIFY_EVERY_MS) return;
    telling = true;
    const store = progress - stored >= STORE_EVERY;
    database
      .withWorkspace(workspaceId, async (tx) => {
        if (store)
          await tx
            .update(versions)
            .set({ progress })
            .where(
              and(
                eq(versions.workspaceId, workspaceId),
                eq(versions.id, versionId),
                eq(versions.attemptId, attemptId),
                eq(versions.state, 'generating'),
              ),
            );
        await notify(tx, workspaceId, { type: 'version-progress', versionId, scriptId, progress });
      })
      .then(
        () => {
          if (store) stored = progress;
        },
        // A database that is away ends the attempt by itself; progress alone is not worth failing for.
        () => {},
      )
      .finally(() => {
        telling = false;
        toldAt = Date.now();
      });
  };
}
