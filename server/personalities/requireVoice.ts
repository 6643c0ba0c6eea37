import { isDeepStrictEqual } from 'node:util';
import { type PersonalityVoice, voiceParameters } from '../../shared/personalities/content.ts';
import { beyondRange } from '../../shared/speech/range.ts';
import { VOICE_SETTINGS, type VoiceSettingName } from '../../shared/speech/voiceSettingRanges.ts';
import { ProblemError } from '../problem.ts';
import type { Personalities } from './personalities.ts';

/**
 * Refuses a voice that is not there or is set in a way it cannot be. What stays as it was is not asked about: a voice
 * whose consent has ended does not keep anybody from changing the rest. Throws `unknown-voice`,
 * `unsupported-parameter` and `validation-failed`.
 */
export async function requireVoice(
  { speech }: Pick<Personalities, 'speech'>,
  workspaceId: string,
  chosen: PersonalityVoice,
  before: PersonalityVoice | null,
): Promise<void> {
  if (chosen.id !== before?.id || !isDeepStrictEqual(voiceParameters(chosen), voiceParameters(before))) {
    const voice = await speech.voice(workspaceId, chosen.id);
    for (const name of Object.keys(chosen.settings))
      if (!voice.capabilities.settings.some((own) => own === name))
        throw new ProblemError(
          'unsupported-parameter',
          `${voice.name} has no setting “${VOICE_SETTINGS[name as VoiceSettingName].label}”.`,
        );
    const beyond = beyondRange(voice, chosen);
    if (beyond !== null) throw new ProblemError('unsupported-parameter', beyond);
  }
  if (chosen.fallbackId === null) return;
  if (chosen.fallbackId === chosen.id)
    throw new ProblemError('validation-failed', 'The voice that stands in must be another one.', {
      errors: [{ field: 'voice.fallbackId', message: 'must be another voice' }],
    });
  if (chosen.fallbackId !== before?.fallbackId) await speech.voice(workspaceId, chosen.fallbackId);
}
