import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import { estimateDurationMs } from '../../../shared/markup/measure.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError } from '../../problem.ts';
import type { EncodedFormat, Speech } from '../../speech/contract.ts';
import { readText } from '../../speech/readText.ts';
import type { ChatDeps } from '../chat/contract.ts';
import { voiceOf } from '../chat/voiceOf.ts';
import { type SessionsDeps, touchSession } from './sessions.ts';

export interface SpeakTextDeps extends SessionsDeps, Pick<ChatDeps, 'personality' | 'dictionaryOf'> {
  speech: Pick<Speech, 'check' | 'whoSpeaks' | 'speakLive' | 'encode' | 'voice'>;
  /** For how long an engine may think about a text before it speaks, in ms. */
  thinkMs?: number;
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

const THINK_MS = 30_000;

/**
 * Speaks a plain text in the voice that is named, else the one the user likes, else the personality's; another one
 * stands in when it cannot, or keeps still for half of the time. Throws what speaking throws, as `touchSession`, and
 * `timeout` when it took longer than an engine may think and the text takes to say.
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
  const thinkMs = deps.thinkMs ?? THINK_MS;
  const sayMs = estimateDurationMs(readText(request.text, request.language), request.parameters);
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new ProblemError('timeout', 'No voice spoke the text in time. Try again in a moment.')),
    thinkMs + sayMs,
  );
  const master = await deps.speech
    .speakLive({
      ...request,
      use: { ...manner.use, purpose: 'api' },
      deadlineMs: thinkMs / 2,
      signal: AbortSignal.any([wish.signal, late.signal]),
    })
    .finally(() => clearTimeout(timer));
  const { bytes } = await deps.speech.encode(master.samples, master.sampleRateHz, wish.format);
  const { voice, engine, durationMs, fallback } = master;
  return { bytes, voice, engine, durationMs, fallback, language: request.language };
}
