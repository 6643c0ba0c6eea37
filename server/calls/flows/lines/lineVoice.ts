import type { Instead } from '../../../../shared/calls/timeline.ts';
import { fromPlain } from '../../../../shared/markup/fromPlain.ts';
import { voiceParameters } from '../../../../shared/personalities/content.ts';
import type { DictionaryEntry } from '../../../../shared/speech/dictionary.ts';
import { baseOf } from '../../../../shared/speech/languages.ts';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { readWithheld } from '../../../db/consents.ts';
import type { Database } from '../../../db/database.ts';
import type { ChatDeps } from '../../../dialogue/chat/contract.ts';
import { ProblemError } from '../../../problem.ts';
import type { Speech } from '../../../speech/contract.ts';
import type { SpokenText } from './soundMemory.ts';

export interface LineVoiceDeps extends Pick<ChatDeps, 'personality' | 'dictionaryOf'> {
  database: Database;
  speech: Pick<Speech, 'speak' | 'encode' | 'voice' | 'voices'>;
}

/** Who speaks the fixed lines of a workspace in a language. */
export interface LineVoice {
  voiceId: string;
  language: string;
  parameters: SpeechParameters;
  dictionary: readonly DictionaryEntry[];
  /** The voice that should have been this one, and why it is not. */
  instead: Instead | null;
}

/** A caller waits: a voice that is slower is passed over. */
const FIRST_SOUND_MS = 5_000;
/** Longer than this no line is spoken, whoever waits for it. */
const LONGEST_MS = 30_000;
const TELEPHONE = { codec: 'ulaw', rateHz: 8_000 } as const;

/**
 * The voice of the workspace's primary personality, so that lines and answers sound alike; where it may not or cannot
 * speak, the one that stands in for it, else the most preferred one of the language. Throws `unknown-voice`.
 */
export async function findLineVoice(
  { database, personality, dictionaryOf, speech }: LineVoiceDeps,
  workspaceId: string,
  language: string,
): Promise<LineVoice> {
  const { own, withheld } = await database.withWorkspace(workspaceId, async (tx) => {
    const { voice } = await personality(tx, workspaceId, {});
    const ids = voice ? [voice.voiceId, ...(voice.fallbackVoiceId ? [voice.fallbackVoiceId] : [])] : [];
    return { own: voice, withheld: await readWithheld(tx, workspaceId, ids, 'deployment') };
  });
  const may = (await speech.voices(workspaceId)).filter(({ id }) => !withheld.has(id));
  const speaks = ({ languages }: { languages: readonly string[] }) =>
    languages.find((spoken) => spoken === language) ??
    languages.find((spoken) => baseOf(spoken) === baseOf(language));
  const named = (id: string | null | undefined) =>
    may.find((voice) => voice.id === id && speaks(voice) !== undefined);
  const wanted = named(own?.voiceId);
  const voice = wanted ?? named(own?.fallbackVoiceId) ?? may.find(speaks) ?? may[0];
  if (!voice) throw new ProblemError('unknown-voice', 'No voice of this workspace can speak at present.');
  return {
    voiceId: voice.id,
    language: speaks(voice) ?? voice.languages[0] ?? language,
    parameters: SpeechParameters.parse(wanted && own ? voiceParameters(own) : {}),
    dictionary: await dictionaryOf(workspaceId),
    instead:
      own && !wanted
        ? await whyNot(speech, workspaceId, own.voiceId, withheld.get(own.voiceId), language)
        : null,
  };
}

async function whyNot(
  speech: Pick<Speech, 'voice'>,
  workspaceId: string,
  voiceId: string,
  withheld: string | undefined,
  language: string,
): Promise<Instead> {
  if (withheld !== undefined) return { what: voiceId, code: 'consent-missing', reason: withheld };
  try {
    const { name } = await speech.voice(workspaceId, voiceId);
    return { what: voiceId, code: 'unsupported-language', reason: `${name} does not speak ${language}.` };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { what: voiceId, code: error.code, reason: error.message };
  }
}

/** Speaks a line's text for the telephone. Throws what speaking throws when nobody can. */
export async function speakLine(
  { speech }: Pick<LineVoiceDeps, 'speech'>,
  workspaceId: string,
  { voiceId, language, parameters, dictionary, instead }: LineVoice,
  text: string,
): Promise<SpokenText> {
  const { markup, plainAt } = fromPlain(text);
  const master = await speech.speak({
    workspaceId,
    voiceId,
    language,
    parameters,
    dictionary,
    text: markup,
    use: { purpose: 'call', actor: { kind: 'system', id: null, name: 'Calls' } },
    fallback: 'allowed',
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
    instead: fallback ? { what: fallback.voiceId, code: fallback.code, reason: fallback.reason } : instead,
  };
}
