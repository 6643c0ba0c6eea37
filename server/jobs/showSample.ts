import type { Database } from '../db/database.ts';
import type { Jobs } from '../db/jobs.ts';
import { findOwner } from '../identity/sampleContent.ts';
import type { Channels } from '../studio/channels/channels.ts';
import { showSample as show } from '../studio/sample/showSample.ts';

/** Reviews and deploys a version of the sample content; nothing once its owner is no owner any more. */
export async function showSample(
  { database, channels }: { database: Database; channels: Channels },
  payload: Jobs['showSample'],
): Promise<void> {
  const owner = await findOwner(database, payload.workspaceId, payload.userId);
  if (owner) await show(channels, owner, payload);
}
