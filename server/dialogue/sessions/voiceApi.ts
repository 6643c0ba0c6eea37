import type { ChatReply } from '../../../shared/api/chat.ts';
import type { ProcessReply, Session, Transcription } from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import type { HeardRecording, Recognition } from '../../speech/recognition/contract.ts';
import { type SessionsDeps, touchSession } from './sessions.ts';

/** What is said in a session's or a new conversation, and how the answer is to be spoken. */
export interface AnswerWish {
  message: string;
  conversationId?: string | undefined;
  personalityId?: string | undefined;
  speak: boolean;
  /** What the user likes; it wins over the personality's own. */
  voiceId?: string | undefined;
  speed?: number | undefined;
  language?: string | undefined;
  personName?: string | undefined;
  signal: AbortSignal;
}

export interface VoiceApiDeps extends SessionsDeps {
  recognition: Pick<Recognition, 'read' | 'transcribe'>;
  /** One turn to its end, spoken and stored. */
  answer(caller: Caller, wish: AnswerWish): Promise<ChatReply>;
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
export async function transcribeRecording(
  deps: VoiceApiDeps,
  caller: Caller,
  wish: RecordingWish,
): Promise<Transcription> {
  const session = wish.sessionId === undefined ? null : await touchSession(deps, caller, wish.sessionId);
  const recording = await deps.recognition.read(wish.bytes, wish.signal);
  return present(await hear(deps, caller, recording, wish, session));
}

/**
 * Understands a recording, answers it and speaks the answer. Where nothing was understood there is no answer, and
 * nothing stands in the conversation. Throws as `transcribeRecording`, and what a turn throws.
 */
export async function processRecording(
  deps: VoiceApiDeps,
  caller: Caller,
  wish: RecordingWish & { personalityId?: string | undefined; speak: boolean },
): Promise<ProcessReply> {
  const session = wish.sessionId === undefined ? null : await touchSession(deps, caller, wish.sessionId);
  const startedAt = performance.now();
  const recording = await deps.recognition.read(wish.bytes, wish.signal);
  const readAt = performance.now();
  const heard = await hear(deps, caller, recording, wish, session);
  const heardAt = performance.now();
  const { preferences } = session ?? {};
  const answer =
    heard.text === ''
      ? null
      : await deps.answer(caller, {
          message: heard.text,
          conversationId: session?.conversationId,
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
  session: Session | null,
): Promise<HeardRecording> {
  const spoken = language ?? session?.preferences.language ?? undefined;
  return recognition.transcribe(recording, {
    workspaceId,
    use: { purpose: 'api', actor },
    signal,
    ...(spoken === undefined ? {} : { language: spoken }),
    ...(phrases === undefined || phrases.length === 0 ? {} : { phrases }),
  });
}

function present({ text, words, confidence, language, durationMs, engine, empty }: HeardRecording) {
  return { text, words, confidence, language, durationMs, engine: engine.id, reason: empty };
}
