import type { ChatEvent } from '../../../shared/api/chat.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import type { MessageContent } from '../conversations/content.ts';
import type { HeldTurn } from '../conversations/lease.ts';
import { addSpeech, storeAudio } from '../conversations/messageAudio.ts';
import { AnswerVoice, type VoiceRequest } from '../speaking/answerVoice.ts';
import { languageOf } from '../understanding/language.ts';
import type { ChatDeps, ChatWish } from './contract.ts';
import { voiceOf } from './voiceOf.ts';

/** Speaks an answer while it is being written, and keeps the sound of it. */
export interface SpokenWith {
  say(index: number, text: string): void;
  /** Waits for the end of it. What fails is told by an event, and kept with the message; the text stands without. */
  keep(held: HeldTurn, content: MessageContent): Promise<void>;
}

export function speakAnswer(
  deps: ChatDeps,
  caller: Caller,
  wish: ChatWish,
  personality: ResolvedPersonality,
  { signal, emit }: { signal: AbortSignal; emit(event: ChatEvent): void },
): SpokenWith {
  let failure: { code: string; detail: string } | null = null;
  const fail = (problem: ProblemError) => {
    if (failure || signal.aborted) return;
    failure = { code: problem.code, detail: problem.message };
    emit({ kind: 'speech-failed', ...failure });
  };
  const notKept = (error: unknown) => {
    deps.onTrouble(error, 'a spoken answer could not be kept');
    fail(new ProblemError('unavailable', 'The spoken answer could not be kept.', { cause: error }));
    return null;
  };
  const requests = new Map<string | undefined, Promise<VoiceRequest>>();
  const voice = new AnswerVoice({
    speech: deps.speech,
    signal,
    requestFor: async (sentence) => {
      const language = await spokenIn(sentence, wish, personality);
      const request = requests.get(language) ?? voiceOf(deps, caller, personality, { ...wish, language });
      requests.set(language, request);
      return request;
    },
    onSpoken: ({ index, mp3, durationMs }) =>
      emit({ kind: 'audio', index, base64: mp3.toString('base64'), mediaType: 'audio/mpeg', durationMs }),
    onFailed: fail,
  });
  return {
    say: (index, text) => voice.say(index, text),

    async keep({ workspaceId, messageId }, content) {
      const spoken = await voice.whole().catch((error: unknown) => {
        fail(asProblem(error));
        return null;
      });
      if (!spoken && !failure) return;
      const stored = spoken && (await storeAudio(deps, workspaceId, spoken.mp3).catch(notKept));
      await addSpeech(
        deps,
        workspaceId,
        messageId,
        {
          ...content,
          speech:
            spoken && stored
              ? { engine: spoken.engine, voice: spoken.voice, fallback: spoken.fallback }
              : null,
          speechProblem: failure,
        },
        spoken && stored ? { ...stored, durationMs: spoken.durationMs } : null,
      );
    },
  };
}

/** What the rules say of orders and appointments. */
const OF_RULES = 'en-US';

/**
 * In which language a sentence is to be spoken: what the built-in agent cannot say in the language of the conversation
 * is English. A voice that the person chose speaks everything.
 */
async function spokenIn(
  sentence: string,
  { voiceId, language }: ChatWish,
  personality: ResolvedPersonality,
): Promise<string | undefined> {
  if (voiceId !== undefined) return language;
  const of = language ?? personality.language;
  return languageOf(sentence, [of, ...personality.languages, OF_RULES], of);
}

const asProblem = (error: unknown) =>
  error instanceof ProblemError
    ? error
    : new ProblemError('synthesis-failed', 'The answer could not be spoken.', { cause: error });
