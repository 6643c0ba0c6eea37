import type { Voice } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/parameters.ts';

/** What the voices speak: the languages that OpenAI names for its models. */
export const OPENAI_LANGUAGES =
  'en af ar hy az be bs bg ca zh hr cs da nl et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne nb fa pl pt ro ru sr sk sl es sw sv tl ta th tr uk ur vi cy'.split(
    ' ',
  );

export const OPENAI_RATE_HZ = 24_000;

/** One voice of one model. */
export interface OpenAiVoice extends Voice {
  model: string;
  voice: string;
}

type Gender = Voice['gender'];
const NAMES: readonly [name: string, gender: Gender, sound: string][] = [
  ['marin', 'female', 'Warm and natural'],
  ['cedar', 'male', 'Calm and natural'],
  ['alloy', 'neutral', 'Even and clear'],
  ['ash', 'male', 'Clear and direct'],
  ['ballad', 'male', 'Soft and melodious'],
  ['coral', 'female', 'Warm and friendly'],
  ['echo', 'male', 'Round and calm'],
  ['fable', 'neutral', 'British, a story teller'],
  ['nova', 'female', 'Bright and quick'],
  ['onyx', 'male', 'Deep and firm'],
  ['sage', 'female', 'Gentle and thoughtful'],
  ['shimmer', 'female', 'Light and clear'],
  ['verse', 'male', 'Lively and expressive'],
];
/** Only the newer model has these. */
const NEWER = new Set(['marin', 'cedar', 'ballad', 'verse']);

/** Every voice of both models; the newer one follows a tone, the older one answers sooner. */
export const OPENAI_VOICES: readonly OpenAiVoice[] = [
  ...NAMES.map(([voice, gender, sound]) =>
    openAiVoice(voice, gender, {
      model: 'gpt-4o-mini-tts',
      id: `openai:${voice}`,
      name: titled(voice),
      description: `${sound}; follows the tone it is given.`,
      tone: 'native',
      speed: 'processed',
    }),
  ),
  ...NAMES.filter(([voice]) => !NEWER.has(voice)).map(([voice, gender, sound]) =>
    openAiVoice(voice, gender, {
      model: 'tts-1',
      id: `openai:tts-1:${voice}`,
      name: `${titled(voice)} (tts-1)`,
      description: `${sound}; OpenAI's older model, which answers sooner.`,
      tone: 'processed',
      speed: 'native',
    }),
  ),
];

function openAiVoice(
  voice: string,
  gender: Gender,
  details: {
    model: string;
    id: string;
    name: string;
    description: string;
    tone: 'native' | 'processed';
    speed: 'native' | 'processed';
  },
): OpenAiVoice {
  const { model, id, name, description, tone, speed } = details;
  return {
    id,
    name,
    engine: 'openai',
    languages: OPENAI_LANGUAGES,
    gender,
    kind: 'cloud',
    description,
    licence: 'OpenAI: what it speaks is yours; listeners must be told that the voice is made by AI',
    sampleRateHz: OPENAI_RATE_HZ,
    capabilities: {
      streaming: true,
      wordTimings: false,
      speed: { support: speed, min: 0.25, max: 4 },
      pitch: { support: 'processed', min: -12, max: 12 },
      tone,
      emphasis: 'none',
      breaks: 'processed',
      phonemes: [],
      sayAs: [...SAY_AS],
      maxCharacters: MAX_SCRIPT_CHARACTERS,
      settings: [],
    },
    model,
    voice,
  };
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
