import { z } from 'zod';
import type { Upload } from '../uploads.ts';
import { OpenAiError } from './errors.ts';

/** OpenAI's names of models that transcribe; which recogniser listens is the workspace's choice. */
export const TRANSCRIPTION_MODELS = ['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe'];

const RESPONSE_FORMATS = ['json', 'text', 'srt', 'verbose_json', 'vtt'] as const;
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** The fields of `POST /v1/audio/transcriptions`. */
export const TranscriptionFields = z.object({
  model: z.string().min(1).max(200),
  language: z.string().max(35).regex(LANGUAGE, 'must be a language such as en').optional(),
  prompt: z.string().max(2_000).optional(),
  response_format: z
    .enum([...RESPONSE_FORMATS, 'diarized_json'])
    .refine((format) => format !== 'diarized_json', 'speakers are not told apart here')
    .optional(),
  temperature: z.coerce.number().min(0).max(1).optional(),
  stream: z.enum(['true', 'false', '1', '0', 'True', 'False']).optional(),
});
const Granularities = z.array(z.enum(['word', 'segment']));

export interface TranscriptionBody {
  /** The recogniser to ask first; undefined for OpenAI's own names. */
  engineId: string | undefined;
  language: string | undefined;
  hint: string | undefined;
  temperature: number | undefined;
  format: (typeof RESPONSE_FORMATS)[number];
  words: boolean;
  segments: boolean;
  events: boolean;
}

/** Reads the form of `POST /v1/audio/transcriptions`; empty fields count as left out. Throws OpenAiError that names the field. */
export function readTranscriptionRequest(
  { fields, lists }: Pick<Upload, 'fields' | 'lists'>,
  engineIds: readonly string[],
): TranscriptionBody {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  const { model, language, prompt, response_format, temperature, stream } = parsed(
    TranscriptionFields,
    given,
  );
  const granularities = parsed(
    Granularities,
    [...(lists['timestamp_granularities[]'] ?? []), ...(lists.timestamp_granularities ?? [])],
    'timestamp_granularities',
  );
  const named = TRANSCRIPTION_MODELS.includes(model);
  if (!named && !engineIds.includes(model))
    throw new OpenAiError(
      404,
      `The model '${model.slice(0, 100)}' does not exist. Use one of ${[...TRANSCRIPTION_MODELS, ...engineIds].join(', ')}.`,
      'model',
      'model_not_found',
    );
  const format = response_format ?? 'json';
  if (granularities.length > 0 && format !== 'verbose_json')
    throw new OpenAiError(
      400,
      'Times are given with response_format verbose_json alone.',
      'timestamp_granularities',
    );
  const events = stream !== undefined && /^(true|1)$/i.test(stream);
  if (events && format !== 'json' && format !== 'text')
    throw new OpenAiError(400, 'A stream carries text: use response_format json or text.', 'response_format');
  return {
    engineId: named ? undefined : model,
    language,
    hint: prompt,
    temperature,
    format,
    words: granularities.includes('word'),
    segments: granularities.length === 0 || granularities.includes('segment'),
    events,
  };
}

function parsed<Shape>(schema: z.ZodType<Shape>, value: unknown, name?: string): Shape {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const param = name ?? (issue?.path[0] === undefined ? null : String(issue.path[0]));
  throw new OpenAiError(400, `Invalid ${param ?? 'form'}: ${issue?.message ?? 'not valid'}.`, param);
}
