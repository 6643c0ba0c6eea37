import type { Token } from '../../speech/plan/plan.ts';
import { plainTextOf } from '../../speech/remote/batches.ts';

/** How much the model speaks well at once, by language: the limits its own tokenizer warns at. */
const CHARACTERS: Readonly<Record<string, number>> = {
  ar: 166,
  cs: 186,
  de: 250,
  en: 250,
  es: 239,
  fr: 250,
  hi: 150,
  hu: 224,
  it: 213,
  ja: 71,
  ko: 95,
  nl: 250,
  pl: 224,
  pt: 203,
  ru: 182,
  tr: 226,
  zh: 82,
};
const SMALLEST = 71;

/** One less: the guard below may add a full stop. */
export function charactersAtOnce(language: string): number {
  return (CHARACTERS[language.split('-')[0]?.toLowerCase() ?? ''] ?? SMALLEST) - 1;
}

/**
 * Text as these servers take it. They delete line ends, so that words join, and asterisks; and a text that is the name
 * of a file ending in .txt is replaced by what that file holds, which a full stop at its end prevents.
 */
export function xttsText(tokens: readonly Token[], final: boolean): string {
  const text = plainTextOf(tokens, final)
    .replace(/[\s*]+/gu, ' ')
    .trim();
  return /\.txt$/i.test(text) ? `${text}.` : text;
}
