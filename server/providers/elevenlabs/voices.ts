import { z } from 'zod';
import type { Voice, VoiceCapabilities } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/parameters.ts';
import { readJson } from '../../speech/remote/askEngine.ts';
import { nonsense } from '../../speech/remote/failures.ts';
import { askElevenLabs, type ElevenLabs, NAME } from './client.ts';

/** Languages of the multilingual model. */
export const ELEVENLABS_LANGUAGES =
  'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru'.split(' ');
export const ELEVENLABS_RATE_HZ = 24_000;

export const ELEVENLABS_CAPABILITIES: VoiceCapabilities = {
  streaming: true,
  wordTimings: true,
  speed: { support: 'native', min: 0.25, max: 4 },
  pitch: { support: 'processed', min: -12, max: 12 },
  tone: 'processed',
  emphasis: 'processed',
  breaks: 'processed',
  phonemes: [],
  sayAs: [...SAY_AS],
  maxCharacters: MAX_SCRIPT_CHARACTERS,
  settings: ['stability', 'similarityBoost', 'style', 'speakerBoost'],
};

const Listed = z.object({
  voice_id: z.string().regex(/^[\w-]{1,100}$/),
  name: z.string(),
  category: z.string().nullish(),
  description: z.string().nullish(),
  labels: z.record(z.string(), z.string().nullish()).nullish(),
});
const Page = z.object({
  voices: z.array(Listed),
  has_more: z.boolean().nullish(),
  next_page_token: z.string().nullish(),
});

const PAGE_SIZE = 100;
const MOST_PAGES = 20;
const LIMITS = { firstByteMs: 15_000, totalMs: 30_000, maxBytes: 16 * 1024 * 1024 };

/** Every voice of the account, page by page; throws what asking throws. */
export async function listVoices(account: ElevenLabs, signal: AbortSignal): Promise<Voice[]> {
  const voices = new Map<string, Voice>();
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      page_size: String(PAGE_SIZE),
      ...(token ? { next_page_token: token } : {}),
    });
    const answer = await askElevenLabs(account, `/v2/voices?${query}`, {
      method: 'GET',
      accepts: /json/,
      limits: LIMITS,
      signal,
    });
    const read = await readJson(NAME, answer, Page);
    for (const voice of read.voices.map(voiceOf)) voices.set(voice.id, voice);
    if (!read.has_more || !read.next_page_token) return [...voices.values()];
    token = read.next_page_token;
  }
  throw nonsense(NAME, 'does not stop listing voices');
}

function voiceOf({ voice_id, name, category, description, labels }: z.infer<typeof Listed>): Voice {
  const told = [description, labels?.description, labels?.use_case, labels?.accent].find((text) => text);
  const gender = labels?.gender;
  return {
    id: `elevenlabs:${voice_id}`,
    name: name.slice(0, 120) || voice_id,
    engine: 'elevenlabs',
    languages: ELEVENLABS_LANGUAGES,
    gender: gender === 'female' || gender === 'male' ? gender : 'neutral',
    kind: 'cloud',
    description: told?.slice(0, 300) ?? 'A voice of ElevenLabs.',
    licence:
      category === 'premade'
        ? 'ElevenLabs: commercial use with a paid plan'
        : 'ElevenLabs: commercial use with a paid plan; the speaker must have agreed',
    sampleRateHz: ELEVENLABS_RATE_HZ,
    capabilities: ELEVENLABS_CAPABILITIES,
  };
}
