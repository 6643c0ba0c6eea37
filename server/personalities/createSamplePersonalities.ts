import { eq } from 'drizzle-orm';
import { PERSONALITY_TEMPLATES } from '../../shared/personalities/templates.ts';
import type { Caller } from '../caller.ts';
import { personalities } from '../db/schema/index.ts';
import { insertPersonality, withVoiceThere } from './createPersonality.ts';
import type { Personalities } from './personalities.ts';
import { lockPrimary } from './primary.ts';

/**
 * Makes the ready-made personalities in a workspace that never had one. All or nothing, and nothing the second time, so
 * it may be called again.
 */
export async function createSamplePersonalities(
  personalitiesOf: Personalities,
  caller: Caller,
): Promise<void> {
  const { workspaceId } = caller;
  const contents = await Promise.all(
    PERSONALITY_TEMPLATES.map(async ({ id, content }) => ({
      id,
      content: await withVoiceThere(personalitiesOf, workspaceId, content),
    })),
  );
  await personalitiesOf.database.withWorkspace(workspaceId, async (tx) => {
    await lockPrimary(tx, workspaceId);
    const [existing] = await tx
      .select({ id: personalities.id })
      .from(personalities)
      .where(eq(personalities.workspaceId, workspaceId))
      .limit(1);
    if (existing) return;
    for (const { id, content } of contents) await insertPersonality(tx, caller, content, { template: id });
  });
}
