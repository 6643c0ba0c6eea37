import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Provenance } from '../../provenance/contract.ts';
import { markSpeech } from '../../provenance/markSpeech.ts';
import { listenersOf, type SpeakRequest, type Speech } from '../../speech/contract.ts';
import type { Recognition } from '../../speech/recognition/contract.ts';
import { sendElevenLabsError } from '../elevenlabs/errors.ts';
import { elevenLabsModels, speaksElevenLabs } from '../elevenlabs/models.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { sayWho } from '../sayWho.ts';
import { leaving } from '../voices/voices.ts';
import { OPENAI } from './described.ts';
import { openAiError, sendOpenAiError } from './errors.ts';
import {
  DEFAULT_VOICES,
  FORMATS,
  MODELS,
  readSpeechRequest,
  type SpeechBody,
  unknownModel,
} from './speechRequest.ts';
import { TRANSCRIPTION_MODELS } from './transcriptionRequest.ts';
import { mountTranscriptions } from './transcriptions.ts';

export interface OpenAiDeps {
  speech: Speech;
  recognition: Recognition;
  provenance: Provenance;
  limits: RateLimits;
  /** The workspace's own choice of voices for OpenAI's names. */
  speechVoices(workspaceId: string): Promise<Record<string, string>>;
  /** How a workspace pronounces words now. */
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
}

/** OpenAI's dialect of speech: its own clients work against these addresses unchanged. */
export async function mountOpenAi(parent: FastifyInstance, deps: OpenAiDeps): Promise<void> {
  await parent.register(async (app) => {
    app.setErrorHandler((error, request, reply) => sendOpenAiError(request, reply, error));

    // The one address that both dialects have.
    app.get('/v1/models', { ...OPENAI.models, errorHandler: sendEither }, async (request) =>
      speaksElevenLabs(request)
        ? elevenLabsModels()
        : {
            object: 'list',
            data: (await modelsOf(deps, request.requireCaller().workspaceId)).map(model),
          },
    );

    app.get<{ Params: { model: string } }>('/v1/models/:model', OPENAI.model, async (request) => {
      const { model: id } = request.params;
      const known = await modelsOf(deps, request.requireCaller().workspaceId);
      if (!known.includes(id)) throw unknownModel(id);
      return model(id);
    });

    await app.register((scope) => mountTranscriptions(scope, deps));

    app.get('/v1/audio/voices', OPENAI.voices, async (request) => {
      const { workspaceId } = request.requireCaller();
      const named = await voicesOf(deps, workspaceId);
      const voices = await deps.speech.voices(workspaceId);
      return {
        voices: [
          ...Object.keys(named).map((name) => ({ id: name, name })),
          ...voices.map(({ id, name, languages, gender }) => ({ id, name, languages, gender })),
        ],
      };
    });

    app.post('/v1/audio/speech', OPENAI.speech, async (request, reply) => {
      const caller = request.requireCaller();
      const body = readSpeechRequest(request.body);
      const named = await voicesOf(deps, caller.workspaceId);
      const voiceId = Object.hasOwn(named, body.voice) ? named[body.voice]! : body.voice;
      const voice = await deps.speech.voice(caller.workspaceId, voiceId);
      const speak: SpeakRequest = {
        text: body.text,
        language: voice.languages[0] ?? 'en',
        voiceId,
        parameters: SpeechParameters.parse({ speed: body.speed, tone: body.tone }),
        signal: leaving(reply),
        workspaceId: caller.workspaceId,
        dictionary: await deps.dictionaryOf(caller.workspaceId),
        fallback: 'allowed',
        heardBy: listenersOf(caller.actor),
        use: { purpose: 'api', actor: caller.actor },
      };
      await deps.speech.check(speak);
      await deps.limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
      return body.events ? sendEvents(deps, speak, body, reply) : sendAudio(deps, speak, body, reply);
    });
  });
}

function sendEither(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const send = speaksElevenLabs(request) ? sendElevenLabsError : sendOpenAiError;
  return send(request, reply, error);
}

type Speaking = Pick<OpenAiDeps, 'speech' | 'provenance'>;

/** A file, signed where it can be. */
async function wholeFile(
  { speech, provenance }: Speaking,
  speak: SpeakRequest,
  format: SpeechBody['format'],
  onSpeaker: (who: Parameters<typeof sayWho>[1]) => void,
) {
  const master = await speech.speak(speak);
  onSpeaker(master);
  const { bytes } = await speech.encode(master.samples, master.sampleRateHz, format);
  return markSpeech(provenance, { bytes, format, language: speak.language, engine: master.engine });
}

/** Files are whole, so that their headers tell the truth; raw PCM has none and goes out sentence by sentence. */
async function sendAudio(deps: Speaking, speak: SpeakRequest, body: SpeechBody, reply: FastifyReply) {
  reply.header('content-type', FORMATS[body.format]).header('cache-control', 'no-store');
  if (body.format !== 'pcm') {
    const file = await wholeFile(deps, speak, body.format, (who) => sayWho(reply, who));
    return reply.header('x-c2pa', file.manifest).send(file.bytes);
  }
  // A failure before the first sentence must still become an answer with its status.
  const pieces = encodedPieces(deps, speak, body, (who) => sayWho(reply, who));
  const first = await pieces.next();
  return reply.send(
    Readable.from(
      (async function* () {
        for (let piece = first; !piece.done; piece = await pieces.next()) yield piece.value;
      })(),
      { objectMode: false },
    ),
  );
}

/** OpenAI's events: `speech.audio.delta` for each piece, then `speech.audio.done`. */
async function sendEvents(deps: Speaking, speak: SpeakRequest, body: SpeechBody, reply: FastifyReply) {
  const pieces = encodedPieces(deps, speak, body, (who) => sayWho(reply, who));
  const first = await pieces.next();
  reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store');
  const tokens = Math.ceil(body.text.length / 4);
  async function* events() {
    try {
      let sentTokens = 0;
      for (let piece = first; !piece.done; piece = await pieces.next()) {
        sentTokens += Math.ceil(piece.value.length / 1000);
        yield event({ type: 'speech.audio.delta', audio: piece.value.toString('base64') });
      }
      const usage = { input_tokens: tokens, output_tokens: sentTokens, total_tokens: tokens + sentTokens };
      yield event({ type: 'speech.audio.done', usage });
    } catch (error) {
      yield event({ type: 'error', ...openAiError(error).body });
    }
  }
  return reply.send(Readable.from(events(), { objectMode: false }));
}

const event = (data: object) => Buffer.from(`data: ${JSON.stringify(data)}\n\n`);

/** What goes into one event of a file, before base64. */
const FILE_PIECE_BYTES = 32 * 1024;

/**
 * The encoded audio in pieces that make one whole: raw PCM sentence by sentence, a file's bytes once it is complete. Who
 * speaks is told before the first.
 */
async function* encodedPieces(
  deps: Speaking,
  speak: SpeakRequest,
  { format }: SpeechBody,
  onSpeaker: (who: Parameters<typeof sayWho>[1]) => void,
): AsyncGenerator<Buffer> {
  if (format === 'pcm') {
    let told = false;
    for await (const piece of deps.speech.stream(speak)) {
      if (!told) onSpeaker(piece);
      told = true;
      yield (await deps.speech.encode(piece.samples, piece.sampleRateHz, format)).bytes;
    }
    return;
  }
  const { bytes } = await wholeFile(deps, speak, format, onSpeaker);
  for (let at = 0; at < bytes.length; at += FILE_PIECE_BYTES) yield bytes.subarray(at, at + FILE_PIECE_BYTES);
}

/** OpenAI's names, as far as something answers to them, and our recognisers'. */
async function modelsOf({ recognition }: OpenAiDeps, workspaceId: string): Promise<string[]> {
  const dictating = (await recognition.recognizers(workspaceId)).filter(
    ({ abilities }) => abilities.dictation,
  );
  return [...MODELS, ...(dictating.length > 0 ? TRANSCRIPTION_MODELS : []), ...dictating.map(({ id }) => id)];
}

async function voicesOf(deps: OpenAiDeps, workspaceId: string): Promise<Record<string, string>> {
  return { ...DEFAULT_VOICES, ...(await deps.speechVoices(workspaceId)) };
}

/** When these models came into being is of no use to anyone; the field is required. */
const CREATED_SECONDS = 1_700_000_000;

function model(id: string) {
  return { id, object: 'model', created: CREATED_SECONDS, owned_by: 'voiceops' };
}
