import { and, eq } from 'drizzle-orm';
import type { Personality, PersonalityChange } from '../../shared/api/personalities.ts';
import { compareContents } from '../../shared/personalities/compare.ts';
import { withChanges } from '../../shared/personalities/content.ts';
import type { Tone } from '../../shared/speech/parameters.ts';
import type { VoiceSettings } from '../../shared/speech/voiceSettings.ts';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import {
  personalityRow,
  readPersonality,
  type StoredPersonality,
  savePersonalityVersion,
} from '../db/personalities.ts';
import { personalities } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';
import type { Personalities } from './personalities.ts';
import { lockPrimary, passPrimaryOn } from './primary.ts';
import { recordChange } from './recordChange.ts';
import { requireVoice } from './requireVoice.ts';

/**
 * Changes a personality: what it is becomes a new version, unless nothing of it differs; whether it answers unasked and
 * whether it is the primary one hold whichever version. Throws `not-found`, `conflict` when somebody saved another
 * version in between or the primary one would answer nobody, and what `requireVoice` throws.
 */
export async function changePersonality(
  personalitiesOf: Personalities,
  caller: Caller,
  id: string,
  change: PersonalityChange,
): Promise<Personality> {
  const { workspaceId } = caller;
  const { database } = personalitiesOf;
  if (change.voice) {
    const known = await database.withWorkspace(workspaceId, (tx) => personalityRow(tx, workspaceId, id));
    await requireVoice(personalitiesOf, workspaceId, change.voice, known.content.voice);
  }
  return database.withWorkspace(workspaceId, async (tx) => {
    if (change.primary) await lockPrimary(tx, workspaceId);
    const before = await personalityRow(tx, workspaceId, id, { lock: true });
    refuseLate(before, change.expectedVersion);
    const content = withChanges(before.content, { ...change, name: change.name?.trim() });
    const changes = compareContents(before.content, content);
    const subject = { id, name: content.name };
    if (changes.length > 0) {
      const number = await savePersonalityVersion(tx, caller, before, content, {
        note: change.note?.trim() || null,
      });
      await recordChange(tx, caller, 'personality.changed', subject, {
        number,
        fields: changes.map(({ field }) => field),
      });
    }
    await switchOnOrOff(tx, caller, before, change.active);
    if (change.primary && !before.isPrimary) {
      await passPrimaryOn(tx, workspaceId, id);
      await recordChange(tx, caller, 'personality.made-primary', subject);
    }
    return readPersonality(tx, workspaceId, id);
  });
}

/** Chooses the voice alone, and its settings, as of whatever version stands. Throws as `changePersonality`. */
export async function chooseVoice(
  personalitiesOf: Personalities,
  caller: Caller,
  id: string,
  input: {
    voiceId?: string | undefined;
    speed?: number | undefined;
    pitch?: number | undefined;
    tone?: Tone | undefined;
    settings: VoiceSettings;
    fallbackVoiceId?: string | null | undefined;
  },
): Promise<Personality> {
  const { voice } = await personalitiesOf.database
    .withWorkspace(caller.workspaceId, (tx) => personalityRow(tx, caller.workspaceId, id))
    .then(({ content }) => content);
  const voiceId = input.voiceId ?? voice?.id;
  if (voiceId === undefined)
    throw new ProblemError('validation-failed', 'Choose a voice first: settings belong to one.');
  const fallbackId =
    input.fallbackVoiceId === undefined ? (voice?.fallbackId ?? null) : input.fallbackVoiceId;
  // Speed, pitch and tone are those of the voice they were made for.
  const same = voiceId === voice?.id ? voice : null;
  return changePersonality(personalitiesOf, caller, id, {
    voice: {
      id: voiceId,
      speed: input.speed ?? same?.speed,
      pitch: input.pitch ?? same?.pitch,
      tone: input.tone ?? same?.tone,
      settings: input.settings,
      fallbackId: fallbackId === voiceId ? null : fallbackId,
    },
  });
}

/** Refuses what was made from a version that is not the newest any more, with who was faster. Throws `conflict`. */
export function refuseLate({ newest }: StoredPersonality, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === newest.number) return;
  throw new ProblemError(
    'conflict',
    `${newest.createdByName} saved version ${newest.number} in the meantime, and yours was made from version ${expectedVersion}. Look at it, then save yours again.`,
  );
}

async function switchOnOrOff(
  tx: WorkspaceTx,
  caller: Caller,
  before: StoredPersonality,
  active: boolean | undefined,
): Promise<void> {
  if (active === undefined || active === before.active) return;
  if (!active && before.isPrimary)
    throw new ProblemError(
      'conflict',
      `${before.name} answers where nobody asked for another one. Make another personality the primary one first.`,
    );
  await tx
    .update(personalities)
    .set({ active })
    .where(and(eq(personalities.workspaceId, caller.workspaceId), eq(personalities.id, before.id)));
  await recordChange(tx, caller, active ? 'personality.switched-on' : 'personality.switched-off', before);
}
