import type { PersonalityContent, PersonalityVoice, VoiceManner } from './content.ts';
import { openingWords, sameLanguage } from './greeting.ts';
import { buildInstructions } from './instructions.ts';

/** A personality as whoever answers needs it: which version of which, how to be, and how to sound. */
export interface ResolvedPersonality {
  /** null: the default one, which is stored nowhere. */
  id: string | null;
  name: string;
  /** What conversations keep; null for the default one. */
  versionId: string | null;
  /** Of its versions; 0 for the default one. */
  number: number;
  instructions: string;
  /** What it says first; tells that an AI talks. */
  greeting: string;
  traits: PersonalityContent['traits'];
  phrases: PersonalityContent['phrases'];
  /** BCP 47: the one it begins in. */
  language: string;
  /** All of them, that one first. */
  languages: string[];
  emoji: string | null;
  /** null: the default voice of the workspace. */
  voice:
    | (VoiceManner & {
        voiceId: string;
        /** Who speaks when that voice cannot; null: as the workspace decides. */
        fallbackVoiceId: string | null;
      })
    | null;
}

/** A state of a personality, ready to answer. */
export function resolved(
  which: Pick<ResolvedPersonality, 'id' | 'versionId' | 'number'>,
  content: PersonalityContent,
): ResolvedPersonality {
  const { name, traits, phrases, languages, emoji, voice } = content;
  return {
    ...which,
    name,
    instructions: buildInstructions(content),
    greeting: openingWords(content),
    traits,
    phrases,
    language: languages[0] ?? 'en-US',
    languages,
    emoji,
    voice: voice && withIds(voice),
  };
}

const withIds = ({ id: voiceId, fallbackId: fallbackVoiceId, ...set }: PersonalityVoice) => ({
  ...set,
  voiceId,
  fallbackVoiceId,
});

/**
 * Who it is to an agent that reads no instructions, in a conversation held in `language`; undefined for the default
 * one, whose name says nothing.
 */
export function personaIn(
  language: string,
  { id, name, phrases, language: own }: ResolvedPersonality,
): { name: string; phrases: PersonalityContent['phrases'] } | undefined {
  if (id === null) return undefined;
  return { name, phrases: sameLanguage(language, own) ? phrases : NO_PHRASES };
}

const NO_PHRASES = { opening: [], transition: [], closing: [] };
