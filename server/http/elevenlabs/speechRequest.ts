import { z } from 'zod';
import type { Encoding } from '../../speech/contract.ts';
import { ElevenLabsError, InvalidRequest } from './errors.ts';
import { DEFAULT_FORMAT, OUTPUT_FORMATS } from './formats.ts';
import { DEFAULT_MODEL, MODEL_IDS, maxCharactersOf } from './models.ts';

const Share = z.number().min(0).max(1).nullish();
const VoiceSettings = z.object({
  stability: Share,
  similarity_boost: Share,
  style: Share,
  use_speaker_boost: z.boolean().nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
});
const Ids = z.array(z.string()).max(3).nullish();

/** The body of the text-to-speech addresses. */
export const SpeechRequest = z.object({
  text: z.string(),
  model_id: z.string().max(200).nullish(),
  language_code: z.string().min(2).max(35).nullish(),
  voice_settings: VoiceSettings.nullish(),
  // Understood, and without effect: none of our voices can do them.
  seed: z.number().int().min(0).max(4_294_967_295).nullish(),
  previous_text: z.string().nullish(),
  next_text: z.string().nullish(),
  previous_request_ids: Ids,
  next_request_ids: Ids,
  apply_text_normalization: z.enum(['auto', 'on', 'off']).nullish(),
});

export const SpeechQuery = z.object({ output_format: z.string().default(DEFAULT_FORMAT) });

/** What is to be spoken, and in which form. */
export interface ElevenLabsSpeech {
  text: string;
  language: string | undefined;
  settings: z.infer<typeof VoiceSettings>;
  encoding: Encoding;
}

/** Reads query and body of the text-to-speech addresses. Throws InvalidRequest that names what is wrong. */
export function readSpeech(
  query: unknown,
  body: unknown,
  formats: (encoding: Encoding) => boolean = () => true,
): ElevenLabsSpeech {
  const read = readAs(SpeechRequest, body ?? {}, 'body');
  const model = read.model_id ?? DEFAULT_MODEL;
  const maxCharacters = maxCharactersOf(model);
  if (maxCharacters === undefined) {
    const message = `There is no model '${model}'. Use one of ${MODEL_IDS.join(', ')}.`;
    throw new ElevenLabsError(400, 'model_not_found', message);
  }
  if (read.text.length > maxCharacters) {
    const message = `At most ${maxCharacters} characters can be spoken at once by this model; the text has ${read.text.length}.`;
    throw new ElevenLabsError(400, 'max_character_limit_exceeded', message);
  }
  return {
    text: read.text,
    language: read.language_code ?? undefined,
    settings: read.voice_settings ?? {},
    encoding: encodingOf(query, formats),
  };
}

function encodingOf(query: unknown, allowed: (encoding: Encoding) => boolean): Encoding {
  const { output_format: name } = readAs(SpeechQuery, query, 'query');
  const encoding = Object.hasOwn(OUTPUT_FORMATS, name) ? OUTPUT_FORMATS[name] : undefined;
  if (encoding && allowed(encoding)) return encoding;
  const all = Object.keys(OUTPUT_FORMATS).filter((one) => allowed(OUTPUT_FORMATS[one]!));
  const msg = `must be one of ${all.join(', ')}`;
  throw new InvalidRequest([{ loc: ['query', 'output_format'], msg, type: 'enum' }]);
}

/** Throws InvalidRequest with every issue, as ElevenLabs lists them. */
export function readAs<T extends z.ZodType>(schema: T, value: unknown, where: 'body' | 'query'): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidRequest(
    result.error.issues.map(({ path, message, code }) => ({
      loc: [where, ...path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
      msg: message,
      type: code,
    })),
  );
}
