const LANGUAGES = new Intl.DisplayNames(undefined, { type: 'language' });

/** A language tag as a name in the reader's language; the tag itself where there is none. */
export function languageName(tag: string): string {
  try {
    return LANGUAGES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The language of a tag without region and script: `en` of `en-US`. */
export const primaryLanguage = (tag: string): string => tag.split('-')[0] ?? tag;
