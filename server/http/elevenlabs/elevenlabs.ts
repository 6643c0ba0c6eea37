import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Voice } from '../../../shared/api/voices.ts';
import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { VoiceSettingName } from '../../../shared/speech/voiceSettingRanges.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import { ProblemError } from '../../problem.ts';
import type { Provenance } from '../../provenance/contract.ts';
import { type Encoding, listenersOf, type Speech } from '../../speech/contract.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { leaving } from '../voices/voices.ts';
import { ELEVENLABS } from './described.ts';
import { sendElevenLabsError } from './errors.ts';
import { type Spoken, sendStream, sendStreamWithTimestamps, sendWhole, sendWithTimestamps } from './speak.ts';
import { type ElevenLabsSpeech, readAs, readSpeech } from './speechRequest.ts';
import { presentVoice, VoiceQuery, voicePage } from './voiceList.ts';

export interface ElevenLabsDeps {
  speech: Speech;
  provenance: Provenance;
  limits: RateLimits;
  /** Which voice of ours a workspace gives to a name or id of another service. */
  speechVoices(workspaceId: string): Promise<Readonly<Record<string, string>>>;
  /** How a workspace pronounces words now. */
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
}

const ADDRESS = '/v1/text-to-speech/:voiceId';

/** ElevenLabs' dialect of speech: its own clients work against these addresses unchanged. */
export async function mountElevenLabs(parent: FastifyInstance, deps: ElevenLabsDeps): Promise<void> {
  await parent.register(async (app) => {
    app.setErrorHandler((error, request, reply) => sendElevenLabsError(request, reply, error));
    type OfVoice = { Params: { voiceId: string } };

    app.post<OfVoice>(ADDRESS, ELEVENLABS.speech, async (request, reply) =>
      sendWhole(await prepare(deps, request, reply), reply),
    );
    app.post<OfVoice>(`${ADDRESS}/stream`, ELEVENLABS.stream, async (request, reply) =>
      sendStream(await prepare(deps, request, reply), reply),
    );
    app.post<OfVoice>(`${ADDRESS}/with-timestamps`, ELEVENLABS.timed, async (request, reply) =>
      sendWithTimestamps(await prepare(deps, request, reply), reply),
    );
    app.post<OfVoice>(`${ADDRESS}/stream/with-timestamps`, ELEVENLABS.timedStream, async (request, reply) =>
      // The header of a WAV would stand in the first line only: no line were a file.
      sendStreamWithTimestamps(await prepare(deps, request, reply, ({ codec }) => codec !== 'wav'), reply),
    );

    app.get('/v1/voices', ELEVENLABS.voices, async (request) => ({
      voices: (await deps.speech.voices(request.requireCaller().workspaceId)).map(presentVoice),
    }));
    app.get('/v2/voices', ELEVENLABS.voicePage, async (request) => {
      const query = readAs(VoiceQuery, request.query, 'query');
      return voicePage(await deps.speech.voices(request.requireCaller().workspaceId), query);
    });
    app.get<OfVoice>('/v1/voices/:voiceId', ELEVENLABS.voice, async (request) =>
      presentVoice(await voiceOf(deps, request.requireCaller().workspaceId, request.params.voiceId)),
    );
  });
}

/** Checks everything that needs no synthesis, and spends the caller's allowance. */
async function prepare(
  deps: ElevenLabsDeps,
  request: FastifyRequest<{ Params: { voiceId: string } }>,
  reply: FastifyReply,
  formats?: (encoding: Encoding) => boolean,
): Promise<Spoken> {
  const { workspaceId, actor } = request.requireCaller();
  const asked = readSpeech(request.query, request.body, formats);
  const voice = await voiceOf(deps, workspaceId, request.params.voiceId);
  const plain = fromPlain(asked.text, { breaks: true });
  const speak = {
    text: plain.markup,
    language: languageOf(voice, asked.language),
    voiceId: voice.id,
    parameters: SpeechParameters.parse({
      speed: asked.settings.speed ?? 1,
      settings: settingsOf(voice, asked),
    }),
    dictionary: await deps.dictionaryOf(workspaceId),
    signal: leaving(reply),
    workspaceId,
    fallback: 'allowed',
    heardBy: listenersOf(actor),
    use: { purpose: 'api', actor },
  } as const;
  await deps.speech.check(speak);
  await deps.limits.spend('generation', `${actor.kind}:${actor.id}`);
  const { speech, provenance } = deps;
  return { speech, provenance, speak, encoding: asked.encoding, text: asked.text, plain };
}

/** By the workspace's own names, by our id, or by the id that it has at ElevenLabs. Throws `unknown-voice`. */
async function voiceOf(
  { speech, speechVoices }: ElevenLabsDeps,
  workspaceId: string,
  id: string,
): Promise<Voice> {
  const named = await speechVoices(workspaceId);
  const ours = Object.hasOwn(named, id) ? named[id]! : id;
  try {
    return await speech.voice(workspaceId, ours);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'unknown-voice') throw error;
    return speech.voice(workspaceId, `elevenlabs:${ours}`).catch(() => {
      throw error;
    });
  }
}

/** The voice's own variety of the language that was asked for. */
function languageOf(voice: Voice, asked: string | undefined): string {
  if (asked === undefined) return voice.languages[0] ?? 'en';
  const base = asked.toLowerCase().split('-')[0];
  return (
    voice.languages.find((own) => own.toLowerCase() === asked.toLowerCase()) ??
    voice.languages.find((own) => own.toLowerCase().split('-')[0] === base) ??
    asked
  );
}

/** Those settings that the voice has: clients send all of them with every request. */
function settingsOf(voice: Voice, { settings }: ElevenLabsSpeech): VoiceSettings {
  const boost = settings.use_speaker_boost;
  const asked: [VoiceSettingName, number | null | undefined][] = [
    ['stability', settings.stability],
    ['similarityBoost', settings.similarity_boost],
    ['style', settings.style],
    ['speakerBoost', boost === undefined || boost === null ? undefined : Number(boost)],
  ];
  return Object.fromEntries(
    asked.filter(
      ([name, value]) => value !== undefined && value !== null && voice.capabilities.settings.includes(name),
    ),
  );
}
