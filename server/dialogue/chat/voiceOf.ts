import { voiceParameters } from '../../../shared/personalities/content.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { baseOf } from '../../../shared/speech/languages.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import type { AnswerVoiceOptions } from '../speaking/answerVoice.ts';
import type { ChatDeps, ChatWish } from './contract.ts';

/**
 * How an answer is spoken: in the voice the person likes, else the personality's, else the most preferred one of the
 * language; and who stands in for the personality's. Throws `unknown-voice` where there is none, and what listing voices throws.
 */
export async function voiceOf(
  { speech, dictionaryOf }: Pick<ChatDeps, 'speech' | 'dictionaryOf'>,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  personality: ResolvedPersonality,
  {
    voiceId,
    speed,
    language = personality.language,
    purpose = 'chat',
  }: Pick<ChatWish, 'voiceId' | 'speed' | 'language'> & { purpose?: UsagePurpose },
): Promise<Pick<AnswerVoiceOptions, 'request' | 'standIn'>> {
  const own = personality.voice;
  const chosen = voiceId ?? own?.voiceId;
  const speaks = (languages: readonly string[]) =>
    languages.find((spoken) => spoken === language) ??
    languages.find((spoken) => baseOf(spoken) === baseOf(language));
  const voice =
    chosen === undefined
      ? (await speech.voices(workspaceId)).find(({ languages }) => speaks(languages) !== undefined)
      : await speech.voice(workspaceId, chosen).catch((error: unknown) => {
          // Its own voice is gone: who stands in for it speaks from the beginning.
          const gone = error instanceof ProblemError && error.code === 'unknown-voice';
          if (!gone || chosen !== own?.voiceId || !own.fallbackVoiceId) throw error;
          return speech.voice(workspaceId, own.fallbackVoiceId);
        });
  if (!voice) throw new ProblemError('unknown-voice', `No voice of this workspace speaks ${language}.`);
  const liked = speed === undefined ? {} : { speed };
  const standIn = voiceId === undefined ? own?.fallbackVoiceId : null;
  return {
    request: {
      workspaceId,
      voiceId: voice.id,
      language: speaks(voice.languages) ?? voice.languages[0] ?? language,
      parameters: SpeechParameters.parse({
        ...(own?.voiceId === voice.id ? voiceParameters(own) : {}),
        ...liked,
      }),
      dictionary: await dictionaryOf(workspaceId),
      use: { purpose, actor, ...(personality.id === null ? {} : { personalityId: personality.id }) },
    },
    standIn: standIn ? { voiceId: standIn, parameters: SpeechParameters.parse(liked) } : null,
  };
}
