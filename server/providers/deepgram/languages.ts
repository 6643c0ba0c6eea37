/** Languages of Nova-3 that Deepgram also finds out by itself. */
export const DEEPGRAM_LANGUAGES = [
  ...['bg', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fi', 'fr', 'hi', 'hu', 'id', 'it', 'ja', 'ko'],
  ...['lt', 'lv', 'ms', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sk', 'sv', 'tr', 'uk', 'vi', 'zh'],
];

/** Variants that it tells apart; of others it is given the language alone. */
const VARIANTS = new Set([
  ...['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'es-419', 'fr-CA', 'pt-BR', 'pt-PT', 'de-CH', 'nl-BE'],
  ...['da-DK', 'ko-KR', 'sv-SE', 'zh-CN', 'zh-TW'],
]);

/** A tag as Deepgram takes it. */
export function deepgramLanguage(tag: string): string {
  return VARIANTS.has(tag) ? tag : tag.split('-')[0]!.toLowerCase();
}
