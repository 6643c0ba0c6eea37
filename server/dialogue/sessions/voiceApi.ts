import type { ProcessReply, Session, Transcription } from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import type { HeardRecording, Recognition } from '../../speech/recognition/contract.ts';
import type { Chat } from '../chat/contract.ts';
import { inSession, type SessionsDeps } from './sessions.ts';

export interface VoiceApiDeps extends SessionsDeps {
  recognition: Pick<Recognition, 'read' | 'transcribe'>;
  chat: Pick<Chat, 'answer'>;
  /** What the caller may say next, for recognisers that take down nothing else; null: anything. */
  expected(
    workspaceId: string,
    conversationId: string | null,
  ): Promise<Readonly<Record<string, string>> | null>;
}

/** A recording of somebody, and what is known of it. */
export interface RecordingWish {
  bytes: Buffer;
  language?: string | undefined;
  phrases?: readonly string[] | undefined;
  sessionId?: string | undefined;
  signal: AbortSignal;
}

/** What was said in a recording. Throws what reading and recognising throw, and as `touchSession`. */
export function transcribeRecording(
  deps: VoiceApiDeps,
  caller: Caller,
  wish: RecordingWish,
): Promise<Transcription> {
  return inSession(deps, caller, wish.sessionId, async (session) => {
    const recording = await deps.recognition.read(wish.bytes, wish.signal);
    return present(await hear(deps, caller, recording, wish, { session, grammar: null }));
  });
}

/**
 * Understands a recording, answers it and speaks the answer. Where nothing was understood there is no answer, and
 * nothing stands in the conversation. Throws as `transcribeRecording`, and what a turn throws.
 */
export function processRecording(
  deps: VoiceApiDeps,
  caller: Caller,
  wish: ProcessWish,
): Promise<ProcessReply> {
  return inSession(deps, caller, wish.sessionId, (session) => processIn(session, deps, caller, wish));
}

type ProcessWish = RecordingWish & { personalityId?: string | undefined; speak: boolean };

async function processIn(
  session: Session | null,
  deps: VoiceApiDeps,
  caller: Caller,
  wish: ProcessWish,
): Promise<ProcessReply> {
  const startedAt = performance.now();
  const recording = await deps.recognition.read(wish.bytes, wish.signal);
  const readAt = performance.now();
  const grammar = wish.phrases?.length
    ? null
    : await deps.expected(caller.workspaceId, session?.conversationId ?? null);
  const heard = await hear(deps, caller, recording, wish, { session, grammar });
  const heardAt = performance.now();
  const { preferences } = session ?? {};
  const answer =
    heard.text === ''
      ? null
      : await deps.chat.answer(caller, {
          message: heard.text,
          conversationId: session?.conversationId,
          ofSession: session !== null,
          personalityId: wish.personalityId ?? session?.personalityId ?? undefined,
          speak: wish.speak,
          voiceId: preferences?.voiceId ?? undefined,
          speed: preferences?.speed ?? undefined,
          language: wish.language ?? preferences?.language ?? heard.language ?? undefined,
          personName: preferences?.name ?? undefined,
          signal: wish.signal,
        });
  return {
    transcript: present(heard),
    accent: null,
    answer,
    sessionId: session?.id ?? null,
    tookMs: {
      decodeMs: Math.round(readAt - startedAt),
      transcribeMs: Math.round(heardAt - readAt),
      answerMs: Math.round(performance.now() - heardAt),
    },
  };
}

function hear(
  { recognition }: VoiceApiDeps,
  { workspaceId, actor }: Caller,
  recording: Awaited<ReturnType<Recognition['read']>>,
  { language, phrases, signal }: RecordingWish,
  { session, grammar }: { session: Session | null; grammar: Readonly<Record<string, string>> | null },
): Promise<HeardRecording> {
  const spoken = language ?? session?.preferences.language ?? undefined;
  return recognition.transcribe(recording, {
    workspaceId,
    use: { purpose: 'api', actor },
    signal,
    ...(spoken === undefined ? {} : { language: spoken }),
    ...(phrases === undefined || phrases.length === 0 ? {} : { phrases }),
    ...(grammar === null ? {} : { grammar }),
  });
}

function present({ text, words, confidence, language, durationMs, engine, empty }: HeardRecording) {
  return { text, words, confidence, language, durationMs, engine: engine.id, reason: empty };
}
