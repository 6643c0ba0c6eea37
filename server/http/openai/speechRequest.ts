import { z } from 'zod';
import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import { MAX_SPEECH_CHARACTERS, type Tone } from '../../../shared/speech/parameters.ts';
import { OpenAiError } from './errors.ts';

/** OpenAI's model names that its clients send; ours differ by voice, so all do the same. */
export const MODELS = ['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts'];

/** Which voice of ours answers to which of OpenAI's names, unless the workspace says otherwise. */
export const DEFAULT_VOICES: Record<string, string> = {
  alloy: 'flite:slt',
  ash: 'flite:rms',
  ballad: 'flite:awb',
  cedar: 'flite:rms',
  coral: 'flite:slt',
  echo: 'flite:rms',
  fable: 'flite:awb',
  marin: 'flite:slt',
  nova: 'flite:slt',
  onyx: 'flite:rms',
  sage: 'flite:slt',
  shimmer: 'flite:slt',
  verse: 'flite:kal16',
};

/** Formats that are really made; OpenAI's `aac` is not among them. */
export const FORMATS = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
} as const;

/** The body of `POST /v1/audio/speech`. */
export const SpeechRequest = z.object({
  model: z.string().max(200),
  input: z.string().max(MAX_SPEECH_CHARACTERS, {
    error: `at most ${MAX_SPEECH_CHARACTERS} characters can be spoken at once`,
  }),
  voice: z.union([z.string().max(200), z.object({ id: z.string().max(200) }).transform(({ id }) => id)]),
  instructions: z.string().max(4096).nullish(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
  stream_format: z.enum(['audio', 'sse']).nullish(),
});

export interface SpeechBody {
  text: string;
  voice: string;
  tone: Tone;
  speed: number;
  format: keyof typeof FORMATS;
  events: boolean;
}

/** Reads the body of `POST /v1/audio/speech`. Throws OpenAiError that names the field. */
export function readSpeechRequest(body: unknown): SpeechBody {
  const result = SpeechRequest.safeParse(body);
  if (!result.success) {
    const issue = result.error.issues[0];
    const param = issue?.path[0] === undefined ? null : String(issue.path[0]);
    throw new OpenAiError(400, `Invalid ${param ?? 'body'}: ${issue?.message ?? 'not valid'}.`, param);
  }
  const { model, input, voice, instructions, response_format, speed, stream_format } = result.data;
  if (!MODELS.includes(model)) throw unknownModel(model);
  const format = response_format ?? 'mp3';
  if (format === 'aac') {
    throw new OpenAiError(
      400,
      `aac is not available here. Use one of ${Object.keys(FORMATS).join(', ')}.`,
      'response_format',
      'unsupported_format',
    );
  }
  return {
    text: fromPlain(input).markup,
    voice,
    tone: toneOf(instructions ?? ''),
    speed: speed ?? 1,
    format,
    events: stream_format === 'sse',
  };
}

/** A model that is not here, as OpenAI says it. */
export function unknownModel(id: string): OpenAiError {
  const message = `The model '${id.slice(0, 100)}' does not exist. Use one of ${MODELS.join(', ')}.`;
  return new OpenAiError(404, message, 'model', 'model_not_found');
}

const TONE_WORDS: [RegExp, Tone][] = [
  [/\b(warm|warmly|gentle|gently|soft|softly|tender)\b/i, 'warm'],
  [/\b(friendly|cheerful|cheerfully|happy|kind|welcoming)\b/i, 'friendly'],
  [/\b(calm|calmly|soothing|relaxed|peaceful)\b/i, 'calm'],
  [/\b(energetic|excited|enthusiastic|upbeat|lively)\b/i, 'energetic'],
  [/\b(serious|seriously|grave|solemn|sad|stern)\b/i, 'serious'],
  [/\b(professional|professionally|formal|businesslike|neutral)\b/i, 'professional'],
];

/** The tone that the instructions name first; instructions that name none change nothing. */
function toneOf(instructions: string): Tone {
  let tone: Tone = 'neutral';
  let earliest = Number.POSITIVE_INFINITY;
  for (const [words, candidate] of TONE_WORDS) {
    const at = instructions.search(words);
    if (at >= 0 && at < earliest) {
      earliest = at;
      tone = candidate;
    }
  }
  return tone;
}
