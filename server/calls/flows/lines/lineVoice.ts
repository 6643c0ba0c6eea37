import { fromPlain } from '../../../../shared/markup/fromPlain.ts';
import type { Database } from '../../../db/database.ts';
import type { ChatDeps } from '../../../dialogue/chat/contract.ts';
import { voiceOf } from '../../../dialogue/chat/voiceOf.ts';
import type { LiveRequest, Speech } from '../../../speech/contract.ts';
import type { SpokenText } from './soundMemory.ts';

export interface LineVoiceDeps extends Pick<ChatDeps, 'personality' | 'dictionaryOf'> {
  database: Database;
  speech: Pick<Speech, 'speakLive' | 'whoSpeaks' | 'encode' | 'voice'>;
}

/** Who speaks the fixed lines of a workspace in a language. */
export interface LineVoice {
  /** Whose voice it is to be, and how it speaks. */
  request: Omit<LiveRequest, 'text' | 'signal' | 'deadlineMs'>;
  /** Whose it would be now. */
  voiceId: string;
}

/** A caller waits: a voice that is slower is passed over. */
const FIRST_SOUND_MS = 5_000;
/** Longer than this no line is spoken, whoever waits for it. */
const LONGEST_MS = 30_000;
const TELEPHONE = { codec: 'ulaw', rateHz: 8_000 } as const;
const ACTOR = { kind: 'system', id: null, name: 'Calls' } as const;

/**
 * The voice of the workspace's primary personality, so that lines and answers sound alike; where it may not or cannot
 * speak, whoever stands in for it. Throws `unknown-voice`.
 */
export async function findLineVoice(
  { database, personality, dictionaryOf, speech }: LineVoiceDeps,
  workspaceId: string,
  language: string,
): Promise<LineVoice> {
  const who = await database.withWorkspace(workspaceId, (tx) => personality(tx, workspaceId, {}));
  const request = await voiceOf({ speech, dictionaryOf }, { workspaceId, actor: ACTOR }, who, {
    language,
    purpose: 'call',
    heardBy: 'callers',
  });
  return { request, voiceId: (await speech.whoSpeaks(request)).voiceId };
}

/** Speaks a line's text for the telephone. Throws what speaking throws when nobody can. */
export async function speakLine(
  { speech }: Pick<LineVoiceDeps, 'speech'>,
  { request }: LineVoice,
  text: string,
): Promise<SpokenText> {
  const { markup, plainAt } = fromPlain(text);
  const master = await speech.speakLive({
    ...request,
    text: markup,
    deadlineMs: FIRST_SOUND_MS,
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  const { bytes } = await speech.encode(master.samples, master.sampleRateHz, TELEPHONE);
  const { voice, engine, fallback, words } = master;
  return {
    mulaw: bytes,
    text,
    words: words.map(({ startMs, endMs, charStart, charEnd }) => ({
      text: text.slice(plainAt(charStart), plainAt(charEnd)),
      startMs,
      endMs,
    })),
    voice,
    engineId: engine.id,
    instead: fallback && { what: fallback.voiceId, code: fallback.code, reason: fallback.reason },
  };
}
