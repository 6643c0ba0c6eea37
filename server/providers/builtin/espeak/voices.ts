import type { Voice } from '../../../../shared/api/voices.ts';
import { SAY_AS } from '../../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../../shared/speech/parameters.ts';

export interface EspeakVoice extends Voice {
  /** The engine's own name of it. */
  espeak: string;
}

/** Tag, the engine's own name of the voice where it differs, and the language in English. */
const LANGUAGES: [tag: string, espeak: string | null, name: string][] = [
  ['af', null, 'Afrikaans'],
  ['ar', null, 'Arabic'],
  ['bg', null, 'Bulgarian'],
  ['bn', null, 'Bengali'],
  ['bs', null, 'Bosnian'],
  ['ca', null, 'Catalan'],
  ['cs', null, 'Czech'],
  ['cy', null, 'Welsh'],
  ['da', null, 'Danish'],
  ['de', null, 'German'],
  ['el', null, 'Greek'],
  ['en-GB', 'en', 'English (Great Britain)'],
  ['en-US', 'en-us', 'English (United States)'],
  ['eo', null, 'Esperanto'],
  ['es', null, 'Spanish (Spain)'],
  ['es-MX', 'es-419', 'Spanish (Latin America)'],
  ['et', null, 'Estonian'],
  ['eu', null, 'Basque'],
  ['fa', null, 'Persian'],
  ['fi', null, 'Finnish'],
  ['fr', null, 'French'],
  ['ga', null, 'Irish'],
  ['gu', null, 'Gujarati'],
  ['hi', null, 'Hindi'],
  ['hr', null, 'Croatian'],
  ['hu', null, 'Hungarian'],
  ['hy', null, 'Armenian'],
  ['id', null, 'Indonesian'],
  ['is', null, 'Icelandic'],
  ['it', null, 'Italian'],
  ['ka', null, 'Georgian'],
  ['kk', null, 'Kazakh'],
  ['kn', null, 'Kannada'],
  ['ko', null, 'Korean'],
  ['lt', null, 'Lithuanian'],
  ['lv', null, 'Latvian'],
  ['mk', null, 'Macedonian'],
  ['ml', null, 'Malayalam'],
  ['mr', null, 'Marathi'],
  ['ms', null, 'Malay'],
  ['nb', null, 'Norwegian'],
  ['ne', null, 'Nepali'],
  ['nl', null, 'Dutch'],
  ['pa', null, 'Punjabi'],
  ['pl', null, 'Polish'],
  ['pt', null, 'Portuguese (Portugal)'],
  ['pt-BR', 'pt-br', 'Portuguese (Brazil)'],
  ['ro', null, 'Romanian'],
  ['ru', null, 'Russian'],
  ['sk', null, 'Slovak'],
  ['sl', null, 'Slovenian'],
  ['sq', null, 'Albanian'],
  ['sr', null, 'Serbian'],
  ['sv', null, 'Swedish'],
  ['sw', null, 'Swahili'],
  ['ta', null, 'Tamil'],
  ['te', null, 'Telugu'],
  ['tr', null, 'Turkish'],
  ['uk', null, 'Ukrainian'],
  ['ur', null, 'Urdu'],
  ['uz', null, 'Uzbek'],
  ['vi', null, 'Vietnamese'],
  ['zh', 'cmn', 'Chinese (Mandarin)'],
];

/** What of `say-as` works in every language; the rest is only written out in English. */
export const SAY_AS_EVERYWHERE = ['characters', 'digits', 'cardinal', 'telephone'];
export const ESPEAK_RATE_HZ = 22_050;

/** One voice for each language. */
export const ESPEAK_VOICES: readonly EspeakVoice[] = LANGUAGES.map(([tag, espeak, language]) => ({
  id: `espeak:${tag.toLowerCase()}`,
  name: `eSpeak ${language}`,
  engine: 'espeak',
  languages: [tag],
  gender: 'male',
  kind: 'builtin',
  description: `A synthetic voice for ${language}: very clear, not natural.`,
  licence: 'eSpeak NG, GPL-3.0, runs as a separate program; what it speaks is yours',
  sampleRateHz: ESPEAK_RATE_HZ,
  capabilities: {
    streaming: true,
    wordTimings: true,
    speed: { support: 'native', min: 0.25, max: 4 },
    pitch: { support: 'native', min: -12, max: 12 },
    tone: 'processed',
    emphasis: 'processed',
    breaks: 'processed',
    phonemes: [],
    sayAs: tag.startsWith('en') ? [...SAY_AS] : SAY_AS_EVERYWHERE,
    maxCharacters: MAX_SCRIPT_CHARACTERS,
    settings: [],
  },
  espeak: espeak ?? tag,
}));
