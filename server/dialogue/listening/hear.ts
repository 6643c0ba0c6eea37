import type { Transcription } from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import type {
  HeardPart,
  HeardRecording,
  Recognition,
  RecognitionUse,
  Recording,
  TranscribeRequest,
} from '../../speech/recognition/contract.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { conversationRow } from '../conversations/readConversations.ts';
import { examplesOf } from './examples.ts';
import { expectedIn } from './expectedIn.ts';
import { expectedSpeech } from './grammar.ts';

/** What hearing somebody in a conversation needs of the rest of the product. */
export interface HearingDeps extends Conversations {
  recognition: Pick<Recognition, 'read' | 'transcribe' | 'recognizers'>;
}

/** How a recording is to be heard. */
export interface HearWish {
  purpose: RecognitionUse['purpose'];
  /** What may be said next there is expected; null: what may begin one; absent: anything. */
  conversationId?: string | null | undefined;
  /** One of them is said, whatever the conversation expects. */
  phrases?: readonly string[] | undefined;
  language?: string | undefined;
  /** The recogniser that listens, and nobody else. */
  only?: string | undefined;
  signal: AbortSignal;
}

/** The words of a recording. Throws what recognising throws. */
export async function hear(
  deps: Conversations & { recognition: Pick<Recognition, 'transcribe'> },
  caller: Caller,
  recording: Recording,
  wish: HearWish,
): Promise<HeardRecording> {
  return deps.recognition.transcribe(recording, await requestOf(deps, caller, wish));
}

/** The same part by part; the whole is what it returns. */
export async function* hearParts(
  deps: Conversations & { recognition: Pick<Recognition, 'parts'> },
  caller: Caller,
  recording: Recording,
  wish: HearWish,
): AsyncGenerator<HeardPart, HeardRecording> {
  return yield* deps.recognition.parts(recording, await requestOf(deps, caller, wish));
}

async function requestOf(
  deps: Conversations,
  { workspaceId, actor }: Caller,
  { conversationId, purpose, language, phrases, only, signal }: HearWish,
): Promise<TranscribeRequest> {
  const given = phrases?.length
    ? { phrases }
    : conversationId === undefined
      ? {}
      : { grammar: expectedSpeech(await expectedIn(deps, workspaceId, conversationId)) };
  return {
    workspaceId,
    use: { purpose, actor },
    signal,
    ...(language === undefined ? {} : { language }),
    ...(only === undefined ? {} : { engineId: only, fallback: 'never' }),
    ...given,
  };
}

/**
 * What somebody says who would otherwise type a message. Nothing is written down. Throws `not-found`, and what reading
 * and recognising throw.
 */
export async function hearMessage(
  deps: HearingDeps,
  caller: Caller,
  {
    bytes,
    conversationId = null,
    signal,
  }: { bytes: Buffer; conversationId?: string | null | undefined; signal: AbortSignal },
): Promise<Transcription> {
  await requireConversation(deps, caller, conversationId);
  const recording = await deps.recognition.read(bytes, signal);
  return presentHeard(await hear(deps, caller, recording, { conversationId, purpose: 'chat', signal }));
}

/** Whether any words are taken down, and if not, sentences that are understood now. Throws `not-found`. */
export async function listeningIn(
  deps: HearingDeps,
  caller: Caller,
  conversationId: string | null = null,
): Promise<{ dictation: boolean; examples: string[] }> {
  await requireConversation(deps, caller, conversationId);
  const recognizers = await deps.recognition.recognizers(caller.workspaceId);
  const dictated = recognizers.some(({ abilities, preferred }) => preferred && abilities.dictation);
  if (dictated) return { dictation: true, examples: [] };
  const expected = await expectedIn(deps, caller.workspaceId, conversationId);
  return { dictation: false, examples: examplesOf(expected) };
}

/** What was understood, as our own API tells it. */
export function presentHeard({
  text,
  words,
  confidence,
  language,
  durationMs,
  engine,
  empty,
}: HeardRecording): Transcription {
  return { text, words, confidence, language, durationMs, engine: engine.id, reason: empty };
}

async function requireConversation(
  { database }: Conversations,
  { workspaceId }: Caller,
  id: string | null,
): Promise<void> {
  if (id !== null) await database.withWorkspace(workspaceId, (tx) => conversationRow(tx, workspaceId, id));
}
