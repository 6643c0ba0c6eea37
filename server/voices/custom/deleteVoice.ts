import { and, eq, inArray } from 'drizzle-orm';
import type { Caller } from '../../caller.ts';
import { CUSTOM_PREFIX } from '../../db/consents.ts';
import { notify } from '../../db/notify.ts';
import {
  personalityRow,
  recordPersonality as record,
  savePersonalityVersion,
} from '../../db/personalities.ts';
import { customVoices, personalities } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { Voices } from '../voices.ts';
import { forgetCopy, leftOf, queueRemoval, removeAtEngine } from './engineCopy.ts';

/**
 * Deletes every voice that was made for a personality, here and at its engine; the personality goes back to the
 * default voice. Audio that was generated and approved with it stays what it was. An engine that is not there to
 * delete its copy fails the whole, so that nobody believes it gone. Throws `not-found`, `conflict` when there is none.
 */
export async function deleteVoice(voices: Voices, caller: Caller, personalityId: string): Promise<void> {
  const { database, speech } = voices;
  const { workspaceId } = caller;
  const made = await database.withWorkspace(workspaceId, async (tx) => {
    await personalityRow(tx, workspaceId, personalityId);
    return tx.select().from(customVoices).where(leftOf(workspaceId, personalityId));
  });
  if (made.length === 0) throw new ProblemError('conflict', 'This personality has no voice of its own.');
  for (const each of made) await removeAtEngine(voices, each);
  const removed = new Set(made.flatMap(({ id, sealedSecret }) => (sealedSecret ? [id] : [])));
  const ids = made.map(({ id }) => id);
  await database.withWorkspace(workspaceId, async (tx) => {
    const before = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    const gone = await tx
      .update(customVoices)
      .set({ state: 'deleted', finishedAt: new Date() })
      .where(and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.id, ids)))
      .returning();
    for (const { id, sealedSecret } of gone) {
      if (!sealedSecret) continue;
      if (removed.has(id)) await forgetCopy(tx, { workspaceId, customVoiceId: id });
      // Its engine finished it in between.
      else await queueRemoval(tx, { workspaceId, customVoiceId: id });
    }
    await tx
      .update(personalities)
      .set({ customVoiceId: null })
      .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, personalityId)));
    if (ids.some((id) => before.content.voice?.id === `${CUSTOM_PREFIX}${id}`))
      await savePersonalityVersion(
        tx,
        caller,
        before,
        { ...before.content, voice: null },
        {
          note: 'Its own voice was deleted.',
        },
      );
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.deleted', before, { customVoiceIds: ids });
  });
  speech.changed(workspaceId);
}
