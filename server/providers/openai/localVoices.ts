import { z } from 'zod';
import type { Voice } from '../../../shared/api/voices.ts';
import { ProblemError } from '../../problem.ts';
import { readJson } from '../../speech/remote/askEngine.ts';
import { WORDS_ALONE } from '../../speech/remote/wordsAlone.ts';
import { askServer, type OpenAiServer } from './speechRequest.ts';
import { OPENAI_LANGUAGES, OPENAI_RATE_HZ } from './voices.ts';

/** Where servers list voices; the first one they have counts. The models of Speaches hold their voices themselves. */
const PATHS = ['/audio/voices', '/audio/speech/voices', '/voices', '/models'];
/** What a server answers to that lists nothing: the names that every client of OpenAI knows. */
const CUSTOMARY = ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'];
const MOST_VOICES = 2000;
/** Of a voice and its model together: our ids have at most 200. */
const MOST_CHARACTERS = 180;
const LIMITS = { firstByteMs: 10_000, totalMs: 20_000, maxBytes: 8 * 1024 * 1024 };

/** Stands between a model and its voice in our ids; neither has one. */
const BORDER = '#';

/** A voice as its server lists it: a name alone, or with more, under several names of the same things. */
const Listed = z.union([
  z
    .string()
    .transform((name) => ({ id: name, name, language: undefined, gender: undefined, model: undefined })),
  z
    .object({
      id: z.string().nullish(),
      voice_id: z.string().nullish(),
      voice: z.string().nullish(),
      name: z.string().nullish(),
      language: z.union([z.string(), z.array(z.string())]).nullish(),
      languages: z.array(z.string()).nullish(),
      locale: z.string().nullish(),
      gender: z.string().nullish(),
      model_id: z.string().nullish(),
    })
    .transform((voice) => {
      const id = voice.voice_id ?? voice.id ?? voice.voice ?? voice.name;
      return {
        id: id ?? '',
        name: voice.name ?? id ?? '',
        language: voice.languages ?? voice.language ?? voice.locale ?? undefined,
        gender: voice.gender ?? undefined,
        model: voice.model_id ?? undefined,
      };
    }),
]);
type Listed = z.infer<typeof Listed>;
const Model = z.object({ id: z.string(), voices: z.array(Listed).nullish() });
const Answer = z.union([
  z.array(Listed),
  z.object({ voices: z.array(Listed) }).transform(({ voices }) => voices),
  z.object({ data: z.array(Listed) }).transform(({ data }) => data),
]);
const Models = z
  .object({ data: z.array(Model) })
  .transform(({ data }) =>
    data.flatMap(({ id, voices }) => (voices ?? []).map((voice) => ({ ...voice, model: id }))),
  );

/** The voices that a server lists, however it does; throws what asking throws. */
export async function listLocalVoices(server: OpenAiServer, signal: AbortSignal): Promise<Voice[]> {
  for (const path of PATHS) {
    const listed = await listAt(server, path, signal);
    if (listed.length > 0) return unique(listed.slice(0, MOST_VOICES).map(localVoice));
  }
  return CUSTOMARY.map((name) =>
    localVoice({ id: name, name, language: undefined, gender: undefined, model: undefined }),
  );
}

/** Empty where the server has no such path. */
async function listAt(server: OpenAiServer, path: string, signal: AbortSignal): Promise<Listed[]> {
  try {
    const answer = await askServer(server, path, { method: 'GET', accepts: /json/, limits: LIMITS, signal });
    const voices: Listed[] = await readJson<Listed[]>(
      server.name,
      answer,
      path === '/models' ? Models : Answer,
    );
    return voices.filter(
      ({ id, model }) => id.length > 0 && id.length + (model?.length ?? 0) <= MOST_CHARACTERS,
    );
  } catch (error) {
    // It has another list, or something else under this path.
    if (error instanceof ProblemError && ['engine-refused', 'synthesis-failed'].includes(error.code))
      return [];
    throw error;
  }
}

function localVoice({ id, name, language, gender, model }: Listed): Voice {
  const guessed = guess(id);
  return {
    id: `local-speech:${model ? `${model}${BORDER}` : ''}${id}`,
    name: name.slice(0, 120),
    engine: 'local-speech',
    languages: languagesOf(language) ?? guessed.languages ?? OPENAI_LANGUAGES,
    gender: genderOf(gender) ?? guessed.gender ?? 'neutral',
    kind: 'local',
    description: model
      ? `Of the model ${model.slice(0, 100)} of the local speech server.`
      : 'Of the local speech server.',
    licence: 'As the model on your server',
    sampleRateHz: OPENAI_RATE_HZ,
    capabilities: WORDS_ALONE,
  };
}

/** Model and voice of an id without its engine; servers that name no models take OpenAI's own name. */
export function modelAndVoice(ownId: string): { model: string; voice: string } {
  const at = ownId.indexOf(BORDER);
  return at < 0
    ? { model: 'tts-1', voice: ownId }
    : { model: ownId.slice(0, at), voice: ownId.slice(at + 1) };
}

const KOKORO_LANGUAGES: Record<string, string> = {
  a: 'en-US',
  b: 'en-GB',
  e: 'es-ES',
  f: 'fr-FR',
  h: 'hi-IN',
  i: 'it-IT',
  j: 'ja-JP',
  p: 'pt-BR',
  z: 'zh-CN',
};

/** Kokoro's names (`af_bella`) and Piper's (`en_US-amy-medium`) say who speaks what. */
function guess(id: string): { languages?: string[]; gender?: Voice['gender'] } {
  const kokoro = /^([abefhijpz])([fm])_[a-z0-9]+/.exec(id);
  if (kokoro)
    return { languages: [KOKORO_LANGUAGES[kokoro[1]!]!], gender: kokoro[2] === 'f' ? 'female' : 'male' };
  const piper = /^([a-z]{2,3})_([A-Z]{2})-/.exec(id);
  return piper ? { languages: [`${piper[1]}-${piper[2]}`] } : {};
}

function languagesOf(language: Listed['language']): string[] | null {
  const tags = (typeof language === 'string' ? [language] : (language ?? []))
    .map((tag) => tag.trim().replaceAll('_', '-'))
    .flatMap((tag) => {
      try {
        return Intl.getCanonicalLocales(tag);
      } catch {
        return [];
      }
    })
    // Words such as “multilingual” are well-formed tags of no language.
    .filter((tag) => /^[a-z]{2,3}(-|$)/.test(tag) && tag !== 'mul' && tag !== 'und');
  return tags.length > 0 ? tags : null;
}

function genderOf(gender: string | undefined): Voice['gender'] | null {
  const text = gender?.toLowerCase() ?? '';
  if (/^(f|female|woman)$/.test(text)) return 'female';
  return /^(m|male|man)$/.test(text) ? 'male' : null;
}

function unique(voices: Voice[]): Voice[] {
  return [...new Map(voices.map((voice) => [voice.id, voice])).values()];
}
