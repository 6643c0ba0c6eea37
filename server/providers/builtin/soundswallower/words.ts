import type { RecognizerLanguage } from './settings.ts';

const SYMBOLS: Record<RecognizerLanguage, Record<string, string>> = {
  en: { '%': 'percent', '&': 'and', '+': 'plus', '@': 'at' },
  fr: { '%': 'pourcent', '&': 'et', '+': 'plus', '@': 'arobase' },
};

/**
 * A written word as the dictionary spells it: `Miller,` → `miller`, `well-known` → `well`, `known`. What holds
 * figures keeps them; how it sounds is for a pronouncer to say. Names may hold only what a grammar allows.
 */
export function dictionaryWords(text: string, language: RecognizerLanguage): string[] {
  return text
    .replace(/[’‘]/g, "'")
    .toLowerCase()
    .replace(/[%&+@]/g, (symbol) => ` ${SYMBOLS[language][symbol]} `)
    .split(/[\s\-–—/]+/)
    .map((part) => part.replace(/^[^\p{L}\p{N}$€£]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => part.replace(/[^\p{L}\p{N}'.,:$€£]/gu, ''));
}
