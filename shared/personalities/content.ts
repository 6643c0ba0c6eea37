import { z } from 'zod';
import { Language, text } from '../api/common.ts';
import { Pitch, type SpeechParametersInput, Speed, ToneName } from '../speech/parameters.ts';
import { VoiceSettings } from '../speech/voiceSettings.ts';
import { NEUTRAL_TRAITS, Traits } from './traits.ts';

/** Most of what one personality may carry, in characters or entries. */
export const PERSONALITY_LIMITS = {
  name: 100,
  languages: 10,
  phrases: 12,
  phrase: 200,
  greeting: 500,
  productSearch: 2_000,
  system: 8_000,
} as const;

const VoiceId = z.string().min(1).max(200);
/** Whose voice it is, how it is set, and who speaks when that voice cannot. */
export const PersonalityVoice = z.object({
  id: VoiceId.describe('A voice of the list, or its own'),
  speed: Speed.optional(),
  pitch: Pitch.optional(),
  tone: ToneName.optional(),
  settings: VoiceSettings,
  fallbackId: VoiceId.nullable()
    .default(null)
    .describe('Who speaks when this voice cannot; null: as the workspace decides'),
});
export type PersonalityVoice = z.infer<typeof PersonalityVoice>;

/** How a voice is set. */
export type VoiceManner = Pick<PersonalityVoice, 'speed' | 'pitch' | 'tone' | 'settings'>;

/** How a voice is set, as parameters of speech: what is not set stands as the voice speaks by itself. */
export const voiceParameters = ({ speed, pitch, tone, settings }: VoiceManner): SpeechParametersInput => ({
  ...(speed === undefined ? {} : { speed }),
  ...(pitch === undefined ? {} : { pitch }),
  ...(tone === undefined ? {} : { tone }),
  ...(Object.keys(settings).length > 0 ? { settings } : {}),
});

const phrases = z.array(text(1, PERSONALITY_LIMITS.phrase)).max(PERSONALITY_LIMITS.phrases);
/** How it likes to put things. */
export const Phrases = z.object({
  opening: phrases.describe('To begin with'),
  transition: phrases.describe('To lead over to a product or an answer'),
  closing: phrases.describe('To end with'),
});
export type Phrases = z.infer<typeof Phrases>;

export const Prompts = z.object({
  greeting: text(0, PERSONALITY_LIMITS.greeting).describe('What it says first, word for word; may be empty'),
  productSearch: text(0, PERSONALITY_LIMITS.productSearch).describe(
    'How it presents what there is to buy; may be empty',
  ),
  system: text(0, PERSONALITY_LIMITS.system).describe('Instructions of one’s own; may be empty'),
});
export type Prompts = z.infer<typeof Prompts>;

/** One sign as people see it, flags and families of several code points included. */
const isEmoji = (value: string) =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(value) &&
  [...new Intl.Segmenter().segment(value)].length === 1;

/** Everything of a personality that its versions keep. */
export const PersonalityContent = z.object({
  name: text(1, PERSONALITY_LIMITS.name),
  traits: Traits,
  languages: z
    .array(Language)
    .min(1)
    .max(PERSONALITY_LIMITS.languages)
    .refine((all) => new Set(all).size === all.length, { error: 'names a language twice' })
    .describe('The first is the one it begins in'),
  emoji: z
    .string()
    .max(24)
    .refine(isEmoji, { error: 'must be one emoji' })
    .nullable()
    .describe('Its sign, and what it may write now and then; null: none'),
  phrases: Phrases,
  prompts: Prompts,
  voice: PersonalityVoice.nullable().describe('null: nobody chose, so the default voice speaks'),
});
export type PersonalityContent = z.infer<typeof PersonalityContent>;

/** What a personality is that only has a name. */
export const plainContent = (name: string): PersonalityContent => ({
  name,
  traits: NEUTRAL_TRAITS,
  languages: ['en-US'],
  emoji: null,
  phrases: { opening: [], transition: [], closing: [] },
  prompts: { greeting: '', productSearch: '', system: '' },
  voice: null,
});

/** Some of it: what is missing stays as it is, trait by trait. */
export const PartialContent = PersonalityContent.partial().extend({
  traits: Traits.partial().optional(),
  phrases: Phrases.partial().optional(),
  prompts: Prompts.partial().optional(),
});
export type PartialContent = z.output<typeof PartialContent>;

/** A content with some of it changed. What else the change carries is left alone. */
export function withChanges(content: PersonalityContent, change: PartialContent): PersonalityContent {
  return {
    name: change.name ?? content.name,
    traits: { ...content.traits, ...given(change.traits) },
    languages: change.languages ?? content.languages,
    emoji: change.emoji === undefined ? content.emoji : change.emoji,
    phrases: { ...content.phrases, ...given(change.phrases) },
    prompts: { ...content.prompts, ...given(change.prompts) },
    voice: change.voice === undefined ? content.voice : change.voice,
  };
}

/** What is set; a field that is there without a value changes nothing. */
const given = <T extends object>(part: T | undefined): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
