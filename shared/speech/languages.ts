const NAMES = new Intl.DisplayNames('en', { type: 'language' });
const LIST = new Intl.ListFormat('en');

/** en-GB and en-US share a base; so do the names of Norwegian and Chinese that differ only in writing. */
export function speaks(speaker: { languages: readonly string[] }, language: string): boolean {
  return speaker.languages.some((spoken) => baseOf(spoken) === baseOf(language));
}

const ALIASES: Record<string, string> = { no: 'nb', nn: 'nb', cmn: 'zh', iw: 'he', in: 'id' };

/** What two varieties of a language have in common. */
export function baseOf(language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? '';
  return ALIASES[base] ?? base;
}

/** Languages as an English sentence names them, whatever their varieties: `English and German`. */
export function inWords(languages: readonly string[]): string {
  return LIST.format(new Set(languages.map((language) => NAMES.of(baseOf(language)) ?? language)));
}
