import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import type { EncodedFormat, Speech } from '../../speech/contract.ts';
import { type SessionsDeps, touchSession } from './sessions.ts';

export interface SpeakTextDeps extends SessionsDeps {
  speech: Pick<Speech, 'check' | 'speak' | 'encode' | 'voices' | 'voice'>;
  /** The voice of a personality, of the one that answers when none is named; null: nobody chose. */
  personalityVoice(
    caller: Caller,
    personalityId: string | undefined,
  ): Promise<{ voiceId: string; settings: VoiceSettings } | null>;
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
  /** Counts against what may be spoken in a while. Throws `generation-limited`. */
  spend(caller: Caller): Promise<void>;
}

export interface SpeakTextWish {
  text: string;
  voiceId?: string | undefined;
  personalityId?: string | undefined;
  sessionId?: string | undefined;
  language?: string | undefined;
  speed?: number | undefined;
  format: EncodedFormat;
  signal: AbortSignal;
}

/**
 * Speaks a plain text; another voice stands in when the voice cannot. Throws what speaking throws, and as
 * `touchSession`.
 */
export async function speakText(deps: SpeakTextDeps, caller: Caller, wish: SpeakTextWish) {
  const { workspaceId, actor } = caller;
  const session = wish.sessionId === undefined ? null : await touchSession(deps, caller, wish.sessionId);
  const likes = session?.preferences;
  const language = wish.language ?? likes?.language ?? undefined;
  const chosen = wish.voiceId ?? likes?.voiceId ?? undefined;
  const own =
    chosen === undefined
      ? await deps.personalityVoice(caller, wish.personalityId ?? session?.personalityId ?? undefined)
      : null;
  const voice = await voiceFor(deps, workspaceId, chosen ?? own?.voiceId, language);
  const speed = wish.speed ?? likes?.speed ?? undefined;
  const request = {
    text: fromPlain(wish.text).markup,
    language: language ?? voice.languages[0] ?? 'en',
    voiceId: voice.id,
    parameters: SpeechParameters.parse({
      ...(speed === undefined ? {} : { speed }),
      ...(own?.voiceId === voice.id ? { settings: own.settings } : {}),
    }),
    dictionary: await deps.dictionaryOf(workspaceId),
    workspaceId,
  };
  await deps.speech.check(request);
  await deps.spend(caller);
  const master = await deps.speech.speak({
    ...request,
    use: { purpose: 'api', actor },
    fallback: 'allowed',
    signal: wish.signal,
  });
  const { bytes } = await deps.speech.encode(master.samples, master.sampleRateHz, wish.format);
  return { bytes, voice: master.voice, engine: master.engine, durationMs: master.durationMs };
}

/** The voice that is named, else the most preferred one of the language. */
async function voiceFor(
  { speech }: SpeakTextDeps,
  workspaceId: string,
  voiceId: string | undefined,
  language: string | undefined,
) {
  if (voiceId !== undefined) return speech.voice(workspaceId, voiceId);
  const base = (tag: string) => tag.split('-')[0]!.toLowerCase();
  const wanted = base(language ?? 'en');
  const voice = (await speech.voices(workspaceId)).find(({ languages }) =>
    languages.some((spoken) => base(spoken) === wanted),
  );
  if (!voice)
    throw new ProblemError(
      'unknown-voice',
      `No voice here speaks ${language}. List the voices to see which there are.`,
    );
  return voice;
}
