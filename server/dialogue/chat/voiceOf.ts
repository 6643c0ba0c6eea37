import { voiceParameters } from '../../../shared/personalities/content.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { baseOf, speaks } from '../../../shared/speech/languages.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import { type Listeners, listenersOf } from '../../speech/contract.ts';
import type { VoiceRequest } from '../speaking/answerVoice.ts';
import type { ChatDeps, ChatWish } from './contract.ts';

export interface VoiceTaste extends Pick<ChatWish, 'voiceId' | 'speed' | 'language'> {
  purpose?: UsagePurpose;
  heardBy?: Listeners;
}

/**
 * Whose voice an answer is to be heard in: the one that the person likes, else the personality's, with who stands in
 * for it, else the default one. Throws `unknown-voice` where the person likes one that is not there.
 */
export async function voiceOf(
  { speech, dictionaryOf }: Pick<ChatDeps, 'speech' | 'dictionaryOf'>,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  personality: ResolvedPersonality,
  { voiceId, speed, language, purpose = 'chat', heardBy = listenersOf(actor) }: VoiceTaste,
): Promise<VoiceRequest> {
  const liked = voiceId === undefined ? null : await knownVoice(speech, workspaceId, voiceId);
  const own = await ownVoice(speech, workspaceId, personality, language);
  const likedSpeed = speed === undefined ? {} : { speed };
  const itself = own && (voiceId === undefined || voiceId === own.voiceId) ? voiceParameters(own) : {};
  return {
    workspaceId,
    voiceId: voiceId ?? own?.voiceId ?? null,
    fallbackVoiceId: voiceId === undefined ? (own?.fallbackVoiceId ?? null) : null,
    language: language ?? liked?.languages[0] ?? personality.language,
    heardBy,
    parameters: SpeechParameters.parse({ ...itself, ...likedSpeed }),
    standInParameters: SpeechParameters.parse(likedSpeed),
    dictionary: await dictionaryOf(workspaceId),
    use: { purpose, actor, ...(personality.id === null ? {} : { personalityId: personality.id }) },
  };
}

/** The voice of a personality; null where it has none that speaks this language. */
async function ownVoice(
  speech: ChatDeps['speech'],
  workspaceId: string,
  { voice, language: own }: ResolvedPersonality,
  language: string | undefined,
): Promise<ResolvedPersonality['voice']> {
  if (!voice || language === undefined || baseOf(language) === baseOf(own)) return voice;
  const known = await knownVoice(speech, workspaceId, voice.voiceId).catch(() => null);
  return known === null || speaks(known, language) ? voice : null;
}

/** Null: its engine cannot say at the moment whether it has it. Throws `unknown-voice`. */
function knownVoice(speech: ChatDeps['speech'], workspaceId: string, voiceId: string) {
  return speech.voice(workspaceId, voiceId).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code !== 'unknown-voice') return null;
    throw error;
  });
}
