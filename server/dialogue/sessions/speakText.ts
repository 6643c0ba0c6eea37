import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import type { Caller } from '../../caller.ts';
import type { EncodedFormat, Speech } from '../../speech/contract.ts';
import type { ChatDeps } from '../chat/contract.ts';
import { voiceOf } from '../chat/voiceOf.ts';
import { type SessionsDeps, touchSession } from './sessions.ts';

export interface SpeakTextDeps extends SessionsDeps, Pick<ChatDeps, 'personality' | 'dictionaryOf'> {
  speech: Pick<Speech, 'check' | 'whoSpeaks' | 'speakLive' | 'encode' | 'voice'>;
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
 * Speaks a plain text in the voice that is named, else the one the user likes, else the personality's; another one
 * stands in when it cannot. Throws what speaking throws, and as `touchSession`.
 */
export async function speakText(deps: SpeakTextDeps, caller: Caller, wish: SpeakTextWish) {
  const { workspaceId } = caller;
  const session = wish.sessionId === undefined ? null : await touchSession(deps, caller, wish.sessionId);
  const likes = session?.preferences;
  const personality = await deps.database.withWorkspace(workspaceId, (tx) =>
    deps.personality(tx, workspaceId, { asked: wish.personalityId ?? session?.personalityId ?? null }),
  );
  const manner = await voiceOf(deps, caller, personality, {
    voiceId: wish.voiceId ?? likes?.voiceId ?? undefined,
    speed: wish.speed ?? likes?.speed ?? undefined,
    language: wish.language ?? likes?.language ?? undefined,
  });
  const request = { ...manner, text: fromPlain(wish.text).markup };
  await deps.speech.check({ ...request, ...(await deps.speech.whoSpeaks(request)) });
  await deps.spend(caller);
  const master = await deps.speech.speakLive({
    ...request,
    use: { ...manner.use, purpose: 'api' },
    signal: wish.signal,
  });
  const { bytes } = await deps.speech.encode(master.samples, master.sampleRateHz, wish.format);
  const { voice, engine, durationMs, fallback } = master;
  return { bytes, voice, engine, durationMs, fallback };
}
