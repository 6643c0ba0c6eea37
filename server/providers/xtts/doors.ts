import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import { askEngine, readBytes, readJson } from '../../speech/remote/askEngine.ts';

export const ENGINE = 'XTTS';

/** Latents of a speaker: the voice itself, as coqui's server gives and takes it. */
export const Latents = z.object({
  gpt_cond_latent: z.array(z.array(z.number())),
  speaker_embedding: z.array(z.number()),
});
export type Latents = z.infer<typeof Latents>;

/** What a server offers, found out by asking it. */
export interface Door {
  /** xtts-api-server names its speakers' recordings; coqui's xtts-streaming-server is sent latents. */
  protocol: 'api-server' | 'streaming-server';
  /** Codes of languages as the server writes them, such as `zh-cn`. */
  languages: readonly string[];
  /** Names of the speakers it has; the latents where the protocol needs them. */
  speakers: ReadonlyMap<string, Latents | null>;
  /** Whether recordings can be given to it, and taken away. */
  uploads: boolean;
  removals: boolean;
}

const OpenApi = z.object({ paths: z.record(z.string(), z.unknown()) });
/** Both servers are FastAPI programs, which describe themselves; latents of sixty speakers are large. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Asks a server what it is. Throws `engine-unavailable` when it is neither of the two. */
export async function openDoor(baseUrl: string, signal: AbortSignal): Promise<Door> {
  const get = async <Shape>(path: string, schema: z.ZodType<Shape>) => {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}${path}`,
      method: 'GET',
      accepts: /^application\/json$/,
      translate: ({ status }) => (status === 404 ? neither() : undefined),
      limits: { firstByteMs: 15_000, totalMs: 60_000, maxBytes: MAX_BYTES },
      signal,
    });
    return readJson(ENGINE, answer, schema);
  };
  const { paths } = await get('/openapi.json', OpenApi);
  const has = (path: string) => Object.hasOwn(paths, path);
  if (has('/tts_to_audio/')) {
    const [names, { languages }] = await Promise.all([
      get('/speakers_list', z.array(z.string())),
      get('/languages', z.object({ languages: z.record(z.string(), z.string()) })),
    ]);
    return {
      protocol: 'api-server',
      languages: Object.values(languages),
      speakers: new Map(names.map((name) => [name, null])),
      uploads: has('/upload_sample'),
      removals: has('/voices/{voice_id}'),
    };
  }
  if (has('/clone_speaker') && has('/tts_stream')) {
    const [speakers, languages] = await Promise.all([
      has('/studio_speakers') ? get('/studio_speakers', z.record(z.string(), Latents)) : {},
      has('/languages') ? get('/languages', z.array(z.string())) : STREAMING_LANGUAGES,
    ]);
    return {
      protocol: 'streaming-server',
      languages,
      speakers: new Map(Object.entries(speakers)),
      uploads: true,
      removals: true,
    };
  }
  throw neither();
}

function neither(): ProblemError {
  return new ProblemError(
    'engine-unavailable',
    'At the address of XTTS is neither xtts-api-server nor xtts-streaming-server. Correct XTTS_BASE_URL.',
  );
}

/** Of early xtts-streaming-servers, which do not list theirs. */
const STREAMING_LANGUAGES = 'en de fr es it pl pt tr ru nl cs ar zh-cn ja'.split(' ');

/** The server's own code of a language; null where it does not speak it. */
export function languageCodeOf({ languages }: Pick<Door, 'languages'>, language: string): string | null {
  const wanted = language.toLowerCase();
  const base = wanted.split('-')[0];
  return (
    languages.find((code) => code.toLowerCase() === wanted) ??
    languages.find((code) => code.toLowerCase().split('-')[0] === base) ??
    null
  );
}

/** Sends something whose answer says nothing that we need. */
export async function tell(
  request: Omit<Parameters<typeof askEngine>[0], 'engine' | 'accepts'>,
): Promise<void> {
  await readBytes(await askEngine({ ...request, engine: ENGINE, accepts: /^application\/json$/ }));
}
