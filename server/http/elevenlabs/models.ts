import type { FastifyRequest } from 'fastify';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/parameters.ts';

/** ElevenLabs' models by name, and how many characters each takes; ours differ by voice, so all do the same. */
const MAX_CHARACTERS: Readonly<Record<string, number>> = {
  eleven_multilingual_v2: 10_000,
  eleven_multilingual_v1: 10_000,
  eleven_monolingual_v1: 10_000,
  eleven_v3: 5000,
  eleven_turbo_v2: 30_000,
  eleven_turbo_v2_5: 40_000,
  eleven_flash_v2: 30_000,
  eleven_flash_v2_5: 40_000,
};

export const DEFAULT_MODEL = 'eleven_multilingual_v2';
export const MODEL_IDS = Object.keys(MAX_CHARACTERS);

/** How many characters may be spoken at once by that name; undefined when there is no such model. */
export function maxCharactersOf(model: string): number | undefined {
  if (!Object.hasOwn(MAX_CHARACTERS, model)) return undefined;
  return Math.min(MAX_SCRIPT_CHARACTERS, MAX_CHARACTERS[model]!);
}

/** `GET /v1/models` as ElevenLabs answers it. */
export function elevenLabsModels() {
  return MODEL_IDS.map((id) => ({
    model_id: id,
    name: id,
    description: 'Spoken by the voices of this installation.',
    can_be_finetuned: false,
    can_do_text_to_speech: true,
    can_do_voice_conversion: false,
    can_use_style: false,
    can_use_speaker_boost: false,
    serves_pro_voices: false,
    token_cost_factor: 0,
    requires_alpha_access: false,
    max_characters_request_free_user: maxCharactersOf(id),
    max_characters_request_subscribed_user: maxCharactersOf(id),
    maximum_text_length_per_request: maxCharactersOf(id),
    languages: [],
  }));
}

/** Whether a client of ElevenLabs asks, at an address that OpenAI has too: its key comes in a header of its own. */
export function speaksElevenLabs(request: FastifyRequest): boolean {
  return request.headers['xi-api-key'] !== undefined && request.headers.authorization === undefined;
}
