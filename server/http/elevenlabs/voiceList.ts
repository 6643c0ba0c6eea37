import { z } from 'zod';
import type { Voice } from '../../../shared/api/voices.ts';
import { MODEL_IDS } from './models.ts';

/** A voice as ElevenLabs presents one. */
export function presentVoice(voice: Voice) {
  const [language = 'en'] = voice.languages;
  return {
    voice_id: voice.id,
    name: voice.name,
    category: voice.kind === 'custom' ? 'cloned' : 'premade',
    description: voice.description,
    labels: { gender: voice.gender, language, engine: voice.engine },
    samples: null,
    preview_url: null,
    available_for_tiers: [],
    high_quality_base_model_ids: MODEL_IDS,
    verified_languages: voice.languages.map((spoken) => ({
      language: spoken.split('-')[0],
      model_id: MODEL_IDS[0],
      locale: spoken,
    })),
    is_owner: voice.kind === 'custom',
  };
}

const List = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()));

/** What of `GET /v2/voices` narrows the list here; whatever else a client sends changes nothing. */
export const VoiceQuery = z.object({
  page_size: z.coerce.number().int().min(1).max(100).default(10),
  next_page_token: z.string().max(300).optional(),
  search: z.string().max(200).optional(),
  category: z.string().max(60).optional(),
  voice_ids: List.optional(),
  sort: z.enum(['name', 'created_at_unix']).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});

/** A page of the voices; the token of the next one is the last voice's id. */
export function voicePage(voices: readonly Voice[], query: z.infer<typeof VoiceQuery>) {
  const wanted = query.search?.toLowerCase();
  const found = voices
    .map(presentVoice)
    .filter(
      (voice) =>
        (!query.category || voice.category === query.category) &&
        (!query.voice_ids || query.voice_ids.includes(voice.voice_id)) &&
        (!wanted ||
          [voice.voice_id, voice.name, voice.description, ...Object.values(voice.labels)].some((text) =>
            text.toLowerCase().includes(wanted),
          )),
    );
  if (query.sort === 'name') {
    const direction = query.sort_direction === 'desc' ? -1 : 1;
    found.sort((a, b) => direction * a.name.localeCompare(b.name));
  }
  const from = query.next_page_token
    ? 1 + found.findIndex(({ voice_id }) => voice_id === query.next_page_token)
    : 0;
  const page = found.slice(from, from + query.page_size);
  const more = from + page.length < found.length;
  return {
    voices: page,
    has_more: more,
    total_count: found.length,
    next_page_token: more ? page.at(-1)?.voice_id : null,
  };
}
