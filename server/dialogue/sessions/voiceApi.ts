import type {
  ProcessReply,
  Session,
  Transcription,
  TranscriptionEvent,
} from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import type { Recognition } from '../../speech/recognition/contract.ts';
import type { Chat } from '../chat/contract.ts';
import { type HearWish, hear, hearParts, presentHeard } from '../listening/hear.ts';
import { holdSession, inSession, type SessionsDeps, wishIn } from './sessions.ts';

export interface VoiceApiDeps extends SessionsDeps {
  recognition: Pick<Recognition, 'read' | 'transcribe' | 'parts'>;
  chat: Pick<Chat, 'answer'>;
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
    return presentHeard(await hear(deps, caller, recording, hearWish(wish, session)));
  });
}

/** The same as it goes on: how long the recording is, each part as it is understood, the whole. Throws as it does. */
export async function* transcribingRecording(
  deps: VoiceApiDeps,
  caller: Caller,
  wish: RecordingWish,
): AsyncGenerator<Exclude<TranscriptionEvent, { kind: 'problem' }>> {
  const held = wish.sessionId === undefined ? null : await holdSession(deps, caller, wish.sessionId);
  try {
    const recording = await deps.recognition.read(wish.bytes, wish.signal);
    yield { kind: 'started', durationMs: recording.durationMs };
    const parts = hearParts(deps, caller, recording, hearWish(wish, held?.session ?? null));
    let part = await parts.next();
    for (; !part.done; part = await parts.next())
      yield { kind: 'part', text: part.value.delta, progress: part.value.progress };
    yield { kind: 'done', transcription: presentHeard(part.value) };
  } finally {
    await held?.release();
  }
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
  const heard = await hear(deps, caller, recording, {
    ...hearWish(wish, session),
    conversationId: session?.conversationId ?? null,
  });
  const heardAt = performance.now();
  const known: Partial<ReturnType<typeof wishIn>> = session ? wishIn(session) : {};
  const answer =
    heard.text === ''
      ? null
      : await deps.chat.answer(caller, {
          message: heard.text,
          speak: wish.speak,
          ...known,
          personalityId: wish.personalityId ?? known.personalityId,
          language: wish.language ?? known.language ?? heard.language ?? undefined,
          signal: wish.signal,
        });
  return {
    transcript: presentHeard(heard),
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

function hearWish({ language, phrases, signal }: RecordingWish, session: Session | null): HearWish {
  const spoken = language ?? session?.preferences.language ?? undefined;
  return { purpose: 'api', language: spoken, phrases, signal };
}
