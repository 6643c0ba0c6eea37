import type { Voice } from '../api/voices.ts';
import type { SpeechDocument } from '../markup/document.ts';
import { plainText } from '../markup/measure.ts';

/** What an engine asks for speech, or for listening to it: its list price in US dollars, without free allotments, discounts and taxes. */
export interface Price {
  engine: string;
  /** Voices of the engine whose id matches; absent: those that no entry before matches. */
  voices?: RegExp;
  usdPerMillionCharacters?: number;
  usdPerMinute?: number;
  /** Whether markup is billed as if it were spoken. */
  billsMarkup?: true;
  /** Where the maker publishes it. */
  source: string;
  /** The month for which it is known, `YYYY-MM`. */
  asOf: string;
}

const ELEVENLABS = { source: 'https://elevenlabs.io/pricing/api', asOf: '2026-06' };
const OPENAI = { source: 'https://platform.openai.com/docs/pricing', asOf: '2026-05' };
const GOOGLE = {
  source: 'https://cloud.google.com/text-to-speech/pricing',
  asOf: '2026-06',
  billsMarkup: true,
} as const;
const DEEPGRAM = { source: 'https://deepgram.com/pricing', asOf: '2025-08' };
const AZURE = {
  source: 'https://azure.microsoft.com/pricing/details/cognitive-services/speech-services/',
  asOf: '2026-06',
  billsMarkup: true,
} as const;

/** Every engine that costs money; the first entry that matches counts. What is not listed costs nothing. */
export const PRICES: readonly Price[] = [
  { engine: 'elevenlabs', usdPerMillionCharacters: 100, ...ELEVENLABS },
  { engine: 'openai', voices: /^openai:listening-/, usdPerMinute: 0.006, ...OPENAI },
  { engine: 'deepgram', voices: /-live$/, usdPerMinute: 0.0077, ...DEEPGRAM },
  { engine: 'deepgram', usdPerMinute: 0.0043, ...DEEPGRAM },
  { engine: 'openai', voices: /^openai:tts-1-hd:/, usdPerMillionCharacters: 30, ...OPENAI },
  { engine: 'openai', voices: /^openai:tts-1:/, usdPerMillionCharacters: 15, ...OPENAI },
  // Billed by tokens of sound; the maker gives this as about their price.
  { engine: 'openai', usdPerMinute: 0.015, ...OPENAI },
  { engine: 'google', voices: /-(Standard|Wavenet)-/, usdPerMillionCharacters: 4, ...GOOGLE },
  { engine: 'google', voices: /-Studio-/, usdPerMillionCharacters: 160, ...GOOGLE },
  { engine: 'google', voices: /-Chirp3?-HD-/, usdPerMillionCharacters: 30, ...GOOGLE },
  { engine: 'google', usdPerMillionCharacters: 16, ...GOOGLE },
  { engine: 'azure', voices: /HD/, usdPerMillionCharacters: 22, ...AZURE },
  { engine: 'azure', usdPerMillionCharacters: 15, ...AZURE },
];

type PricedVoice = Pick<Voice, 'id' | 'engine'>;

/** The price that holds for a voice; null: it costs nothing. */
export function priceOf(voice: PricedVoice): Price | null {
  return (
    PRICES.find(({ engine, voices }) => engine === voice.engine && (voices?.test(voice.id) ?? true)) ?? null
  );
}

/** What an engine counts of a text, in characters of Unicode: what is spoken, with the markup where that is billed. */
export function billedCharacters(voice: PricedVoice, document: SpeechDocument, authored: string): number {
  const spoken = [...plainText(document)].length;
  return priceOf(voice)?.billsMarkup ? Math.max(spoken, [...authored.trim()].length) : spoken;
}

/** US dollars by the list price; 0 where there is none. */
export function costUsd(voice: PricedVoice, spoken: { characters: number; seconds: number }): number {
  const price = priceOf(voice);
  return (
    (spoken.characters * (price?.usdPerMillionCharacters ?? 0)) / 1e6 +
    (spoken.seconds * (price?.usdPerMinute ?? 0)) / 60
  );
}
