import { and, eq } from 'drizzle-orm';
import type { VoiceStatus } from '../../../shared/api/personalities.ts';
import type { Caller } from '../../caller.ts';
import { withheldReason } from '../../db/consents.ts';
import { personalityRow } from '../../db/personalities.ts';
import { customVoices, voiceConsents } from '../../db/schema/index.ts';
import { presentSample, readSamples } from '../samples/samples.ts';
import type { Voices } from '../voices.ts';
import { cloningEngines } from './cloners.ts';
import { presentConsent, readConsent } from './consent.ts';
import { presentMade } from './presentMade.ts';
import { RECORDING_SCRIPT, STATEMENT } from './statement.ts';
import { nextTrainingAt } from './train.ts';

/** How far a personality's own voice is, and what it needs next. Throws `not-found`. */
export async function readVoiceStatus(
  voices: Voices,
  { workspaceId }: Caller,
  personalityId: string,
): Promise<VoiceStatus> {
  const engines = await cloningEngines(voices, workspaceId);
  return voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId);
    const [own] = personality.customVoiceId
      ? await tx
          .select({ made: customVoices, consent: voiceConsents })
          .from(customVoices)
          .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
          .where(
            and(eq(customVoices.workspaceId, workspaceId), eq(customVoices.id, personality.customVoiceId)),
          )
      : [];
    const samples = await readSamples(tx, workspaceId, personalityId);
    const consent = await readConsent(tx, workspaceId, personalityId);
    const next = await nextTrainingAt(tx, workspaceId);
    const terms = engines.find(({ engine }) => engine.id === own?.made.engineId)?.cloning.terms ?? null;
    return {
      ...presentMade(own?.made ?? null, personality.content, {
        terms,
        withheld: own ? withheldReason(own.consent) : null,
      }),
      settings: personality.content.voice?.settings ?? {},
      samples: samples.map(presentSample),
      totalSeconds: samples.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000,
      consent: consent && presentConsent(consent),
      engines: engines.map(({ engine, cloning }) => ({
        id: engine.id,
        name: engine.name,
        ...cloning.requirements,
        languages: cloning.voice.languages,
        terms: cloning.terms,
      })),
      script: [...RECORDING_SCRIPT],
      statement: STATEMENT,
      nextTrainingAt: next?.toISOString() ?? null,
    };
  });
}
