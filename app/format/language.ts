const LANGUAGES = new Intl.DisplayNames(undefined, { type: 'language' });

/** A language tag as a name in the reader's language; the tag itself where there is none. */
export function languageName(tag: string): string {
  try {
    return LANGUAGES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
