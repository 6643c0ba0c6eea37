import { voiceParameters } from '../../../shared/personalities/content.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import type { LiveVoice } from '../../speech/contract.ts';
import type { AnswerVoiceOptions } from '../speaking/answerVoice.ts';
import type { ChatDeps, ChatWish } from './contract.ts';

export interface VoiceWish extends Pick<ChatWish, 'voiceId' | 'speed' | 'language'> {
  purpose?: UsagePurpose;
  heardBy?: LiveVoice['heardBy'];
}

/**
 * Whose voice an answer is to be heard in: the one that the person likes, else the personality's, with who stands in
 * for it, else the default one. Throws `unknown-voice` where the person likes one that is not there.
 */
export async function voiceOf(
  { speech, dictionaryOf }: Pick<ChatDeps, 'speech' | 'dictionaryOf'>,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  personality: ResolvedPersonality,
  { voiceId, speed, language, purpose = 'chat', heardBy = listenersOf(actor) }: VoiceWish,
): Promise<AnswerVoiceOptions['request']> {
  const own = personality.voice;
  const liked = voiceId === undefined ? null : await likedVoice(speech, workspaceId, voiceId);
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

/** A program speaks to people that we do not know: to them, as to callers, nothing is said that is for members alone. */
const listenersOf = ({ kind }: Caller['actor']): LiveVoice['heardBy'] =>
  kind === 'key' ? 'callers' : 'members';

/** Null: its engine cannot say at the moment whether it has it. Throws `unknown-voice`. */
function likedVoice(speech: ChatDeps['speech'], workspaceId: string, voiceId: string) {
  return speech.voice(workspaceId, voiceId).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code !== 'unknown-voice') return null;
    throw error;
  });
}
