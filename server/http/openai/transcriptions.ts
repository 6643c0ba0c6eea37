import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  type HeardRecording,
  RECORDING_LIMITS,
  type Recognition,
  type Recording,
  type TranscribeRequest,
} from '../../speech/recognition/contract.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { readUpload, takeUploads } from '../uploads.ts';
import { leaving } from '../voices/voices.ts';
import { OPENAI } from './described.ts';
import { openAiError } from './errors.ts';
import { toSrt, toVtt } from './subtitles.ts';
import { readTranscriptionRequest, type TranscriptionBody } from './transcriptionRequest.ts';

export interface TranscriptionDeps {
  recognition: Recognition;
  limits: RateLimits;
}

const UPLOAD_LIMITS = { maxFileBytes: RECORDING_LIMITS.maxFileBytes };

const TYPES = {
  json: 'application/json; charset=utf-8',
  verbose_json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
} as const;

/** `POST /v1/audio/transcriptions`, in the scope whose failures are OpenAI's. */
export async function mountTranscriptions(
  app: FastifyInstance,
  { recognition, limits }: TranscriptionDeps,
): Promise<void> {
  await takeUploads(app, UPLOAD_LIMITS);
  app.post('/v1/audio/transcriptions', OPENAI.transcription(Object.values(TYPES)), async (request, reply) => {
    const caller = request.requireCaller();
    const upload = await readUpload(request, UPLOAD_LIMITS);
    const engines = await recognition.recognizers(caller.workspaceId);
    const body = readTranscriptionRequest(
      upload,
      engines.map(({ id }) => id),
    );
    await limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
    const signal = leaving(reply);
    const recording = await recognition.read(upload.bytes, signal);
    const { engineId, language, hint, temperature, words } = body;
    const transcribe: TranscribeRequest = {
      workspaceId: caller.workspaceId,
      use: { purpose: 'api', actor: caller.actor },
      signal,
      ...(engineId ? { engineId } : {}),
      ...(language ? { language } : {}),
      ...(hint ? { hint } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      ...(words ? { wordTimes: true } : {}),
    };
    if (body.events) return sendEvents(recognition, recording, transcribe, reply);
    const heard = await recognition.transcribe(recording, transcribe);
    return reply
      .header('content-type', TYPES[body.format])
      .header('cache-control', 'no-store')
      .send(presented(heard, body));
  });
}

function presented(heard: HeardRecording, body: TranscriptionBody): string {
  switch (body.format) {
    case 'text':
      return `${heard.text}\n`;
    case 'srt':
      return toSrt(heard);
    case 'vtt':
      return toVtt(heard);
    case 'json':
      return JSON.stringify({ text: heard.text, usage: usageOf(heard.durationMs) });
    case 'verbose_json':
      return JSON.stringify(verbose(heard, body));
  }
}

const seconds = (ms: number) => Math.round(ms) / 1000;
const usageOf = (durationMs: number) => ({ type: 'duration', seconds: Math.ceil(durationMs / 1000) });

function verbose(
  { text, words, segments, language, durationMs }: HeardRecording,
  body: TranscriptionBody,
): object {
  return {
    task: 'transcribe',
    language: language ? englishName(language) : '',
    duration: seconds(durationMs),
    text,
    ...(body.words
      ? {
          words: words.map(({ text: word, startMs, endMs }) => ({
            word,
            start: seconds(startMs),
            end: seconds(endMs),
          })),
        }
      : {}),
    ...(body.segments
      ? {
          segments: segments.map((segment, id) => ({
            id,
            seek: 0,
            start: seconds(segment.startMs),
            end: seconds(segment.endMs),
            text: segment.text,
            tokens: [],
            temperature: body.temperature ?? 0,
            // Clients want a number: without a confidence of the recogniser it says nothing.
            avg_logprob: segment.confidence ? Math.log(segment.confidence) : 0,
            compression_ratio: compressionOf(segment.text),
            no_speech_prob: 0,
          })),
        }
      : {}),
    usage: usageOf(durationMs),
  };
}

/** How much shorter the text becomes: one that repeats itself is likely no text. */
function compressionOf(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

function englishName(language: string): string {
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language.split('-')[0]!);
  return (name ?? language).toLowerCase();
}

/** OpenAI's events: `transcript.text.delta` for each part, then `transcript.text.done`. */
async function sendEvents(
  recognition: Recognition,
  recording: Recording,
  request: TranscribeRequest,
  reply: FastifyReply,
) {
  const parts = recognition.parts(recording, request);
  // A failure before the first part must still become an answer with its status.
  const first = await parts.next();
  reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store');
  async function* events() {
    try {
      let part = first;
      for (; !part.done; part = await parts.next())
        if (part.value.delta !== '') yield event({ type: 'transcript.text.delta', delta: part.value.delta });
      yield event({
        type: 'transcript.text.done',
        text: part.value.text,
        usage: usageOf(part.value.durationMs),
      });
      yield 'data: [DONE]\n\n';
    } catch (error) {
      yield event({ type: 'error', ...openAiError(error).body });
    }
  }
  return reply.send(Readable.from(events(), { objectMode: false }));
}

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
