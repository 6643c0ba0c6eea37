import { z } from 'zod';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { ProblemError } from '../../problem.ts';
import type {
  RecognitionRequest,
  RecognizerLimits,
  SpeechRecognizer,
  Transcript,
} from '../../speech/recognition/contract.ts';
import { primaryOf } from '../../speech/recognition/contract.ts';
import { languageNamed, WHISPER_LANGUAGES } from '../../speech/recognition/languages.ts';
import { type EngineLimits, readJson } from '../../speech/remote/askEngine.ts';
import { askServer, lookAtServer, type OpenAiServer } from './speechRequest.ts';

/** Of an answer: an hour of speech is less than 100,000 words. */
const ANSWER_BYTES = 32 * 1024 * 1024;
/** The prompt is read to its last 224 tokens. */
const HINT_CHARACTERS = 800;

export interface TranscriptionServer extends OpenAiServer {
  id: string;
  kind: SpeechRecognizer['kind'];
  model: string;
  version: string;
  requestsAtOnce: number;
  limits: RecognizerLimits;
  patience?: Partial<EngineLimits>;
}

const Answer = z.object({
  text: z.string(),
  language: z.string().nullish(),
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish(),
  segments: z
    .array(
      z.object({
        text: z.string(),
        start: z.number(),
        end: z.number(),
        avg_logprob: z.number().nullish(),
        no_speech_prob: z.number().nullish(),
      }),
    )
    .nullish(),
});

/** A server that transcribes in OpenAI's dialect. */
export function openTranscription(server: TranscriptionServer): SpeechRecognizer {
  const { id, name, kind, model, version, limits } = server;
  const closed = new AbortController();

  return {
    id,
    name,
    kind,
    version: `${version} ${model}`,
    concurrency: server.requestsAtOnce,
    languages: WHISPER_LANGUAGES,
    abilities: {
      dictation: true,
      grammar: false,
      follow: false,
      streaming: false,
      wordTimes: true,
      languageId: true,
    },
    limits,
    look: (signal) => lookAtServer(server, 'recognition', signal),
    async transcribe(samples, sampleRateHz, request) {
      if (request.expected)
        throw new ProblemError('unsupported-parameter', `${name} does not follow a given text.`);
      const signal = AbortSignal.any([request.signal, closed.signal]);
      const seconds = samples.length / sampleRateHz;
      const answer = await askServer(server, '/audio/transcriptions', {
        method: 'POST',
        trade: 'recognition',
        body: formOf(server, writeWav(floatToInt16(samples), sampleRateHz), request),
        accepts: /json/,
        limits: {
          firstByteMs: 60_000 + 2_000 * seconds,
          totalMs: 90_000 + 2_000 * seconds,
          maxBytes: ANSWER_BYTES,
          ...server.patience,
        },
        signal,
      });
      return transcriptOf(await readJson(name, answer, Answer, 'recognition'));
    },
    async close() {
      closed.abort(
        new ProblemError('engine-unavailable', `${name} is shutting down. Try again in a moment.`),
      );
    },
  };
}

function formOf(
  { model }: TranscriptionServer,
  file: Uint8Array,
  { language, phrases = [], hint, temperature }: RecognitionRequest,
): FormData {
  const form = new FormData();
  form.set('file', new Blob([file as Uint8Array<ArrayBuffer>], { type: 'audio/wav' }), 'recording.wav');
  form.set('model', model);
  form.set('response_format', 'verbose_json');
  form.append('timestamp_granularities[]', 'segment');
  form.append('timestamp_granularities[]', 'word');
  if (language) form.set('language', primaryOf(language));
  const prompt = [hint, phrases.join(', ')].filter(Boolean).join(' ').slice(-HINT_CHARACTERS);
  if (prompt) form.set('prompt', prompt);
  if (temperature !== undefined) form.set('temperature', String(temperature));
  return form;
}

function transcriptOf({ text, language, words, segments }: z.infer<typeof Answer>): Transcript {
  const scored = (segments ?? []).map((segment) => ({
    text: segment.text.trim(),
    startMs: Math.round(1000 * segment.start),
    endMs: Math.round(1000 * segment.end),
    confidence: segment.avg_logprob == null ? null : Math.min(1, Math.exp(segment.avg_logprob)),
  }));
  const known = scored.flatMap(({ confidence }) => confidence ?? []);
  const tag = language ? languageNamed(language) : null;
  return {
    text: text.trim(),
    words: (words ?? []).map((word) => ({
      text: word.word.trim(),
      startMs: Math.round(1000 * word.start),
      endMs: Math.round(1000 * word.end),
      confidence: null,
    })),
    ...(segments ? { segments: scored } : {}),
    confidence: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length,
    ...(tag ? { language: tag } : {}),
  };
}
