import { and, eq, inArray } from 'drizzle-orm';
import { CUSTOM_PREFIX, undeployableReason, withheldReason } from '../../db/consents.ts';
import { customVoices, personalities, voiceConsents } from '../../db/schema/index.ts';
import type { CloneReference, SpokenVoice } from '../../speech/contract.ts';
import type { Voices } from '../voices.ts';

/** The voices that a workspace made of samples, as its engines need them; for `openSpeech`. */
export async function readCustomVoices(
  { database, audioStore }: Pick<Voices, 'database' | 'audioStore'>,
  workspaceId: string,
): Promise<SpokenVoice[]> {
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ made: customVoices, consent: voiceConsents, personality: personalities.name })
      .from(customVoices)
      .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
      .innerJoin(personalities, eq(personalities.id, customVoices.personalityId))
      .where(and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.state, ['ready']))),
  );
  return rows.flatMap(({ made, consent, personality }) => {
    if (!made.abilities || !made.sealedSecret) return [];
    return [
      {
        ...made.abilities,
        id: `${CUSTOM_PREFIX}${made.id}`,
        name: made.name,
        engine: made.engineId,
        languages: [made.language],
        gender: made.gender,
        kind: 'custom',
        description: `The voice of ${personality}, made of recordings of ${consent.speaker}.`,
        clone: JSON.parse(audioStore.open(made.sealedSecret)) as CloneReference,
        withheldFrom: (heardBy) =>
          heardBy === 'callers' ? undeployableReason(consent) : withheldReason(consent),
      },
    ];
  });
}
