import type { By } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { recordPersonality } from '../db/personalities.ts';

/** Tells every node that a personality changed, and writes down how; last in the transaction, as audit is. */
export async function recordChange(
  tx: WorkspaceTx,
  by: By,
  action: string,
  subject: { id: string; name: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await notify(tx, by.workspaceId, { type: 'personality-changed', personalityId: subject.id });
  await recordPersonality(tx, by, action, subject, detail);
}
