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
import type { CloneReference } from '../../speech/contract.ts';
import type { Voices } from '../voices.ts';

const REMOVE_MS = 15_000;

/**
 * Deletes every voice that was made for a personality, here and at its engine; the personality goes back to the
 * default voice. Audio that was generated and approved with it stays what it was. An engine that is not there to
 * delete its copy fails the whole, so that nobody believes it gone. Throws `not-found`, `conflict` when there is none.
 */
export async function deleteVoice(voices: Voices, caller: Caller, personalityId: string): Promise<void> {
  const { database, audioStore, speech } = voices;
  const { workspaceId } = caller;
  const made = await database.withWorkspace(workspaceId, async (tx) => {
    await personalityRow(tx, workspaceId, personalityId);
    return tx
      .select()
      .from(customVoices)
      .where(
        and(
          eq(customVoices.workspaceId, workspaceId),
          eq(customVoices.personalityId, personalityId),
          inArray(customVoices.state, ['in-review', 'training', 'ready', 'failed']),
        ),
      );
  });
  if (made.length === 0) throw new ProblemError('conflict', 'This personality has no voice of its own.');
  for (const { sealedSecret, engineId } of made) {
    if (!sealedSecret) continue;
    const reference = JSON.parse(audioStore.open(sealedSecret)) as CloneReference;
    if (reference.complete) continue;
    const engine = await speech.engine(workspaceId, engineId);
    if (!engine?.cloning)
      throw new ProblemError(
        'engine-unavailable',
        `The engine “${engineId}” keeps a copy of this voice and is not set up here any more. Set it up again to delete the voice there too.`,
      );
    await engine.cloning.remove(reference, AbortSignal.timeout(REMOVE_MS));
  }
  const ids = made.map(({ id }) => id);
  await database.withWorkspace(workspaceId, async (tx) => {
    const before = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    await tx
      .update(customVoices)
      .set({ state: 'deleted', sealedSecret: null, finishedAt: new Date() })
      .where(and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.id, ids)));
    await tx.update(personalities).set({ customVoiceId: null }).where(eq(personalities.id, personalityId));
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
