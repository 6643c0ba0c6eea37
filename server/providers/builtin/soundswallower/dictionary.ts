import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RecognizerLanguage } from './settings.ts';

const MODELS: Record<RecognizerLanguage, string> = { en: 'en-us', fr: 'fr-fr' };

/** Where the package keeps a language's model. */
export function modelFolder(language: RecognizerLanguage): string {
  return join(dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model', MODELS[language]);
}

/** Words and the ways in which each may sound, as phones with spaces between; the usual way first. */
export type Dictionary = ReadonlyMap<string, readonly string[]>;

/**
 * Ways that the package's own dictionaries leave out. One vowel by itself has nothing to begin or to end with: between
 * figures an “oh” glides into its neighbours, and two in a row are otherwise heard as one, or as a nine.
 */
const FURTHER_WAYS: Record<RecognizerLanguage, Readonly<Record<string, readonly string[]>>> = {
  en: { oh: ['AH OW', 'OW W'] },
  fr: {},
};

const dictionaries = new Map<RecognizerLanguage, Promise<Dictionary>>();

/** A language's dictionary, read once in this process. */
export function loadDictionary(language: RecognizerLanguage): Promise<Dictionary> {
  const known = dictionaries.get(language) ?? read(language);
  dictionaries.set(language, known);
  return known;
}

async function read(language: RecognizerLanguage): Promise<Dictionary> {
  const dictionary = new Map<string, string[]>();
  for (const line of (await readFile(join(modelFolder(language), 'dict.txt'), 'utf8')).split('\n')) {
    const space = line.indexOf(' ');
    if (space <= 0 || line.startsWith(';;')) continue;
    // Other ways than the first are called word(2), word(3) …
    const word = line.slice(0, space).replace(/\(\d+\)$/, '');
    const ways = dictionary.get(word);
    const way = line.slice(space + 1).trim();
    if (ways) ways.push(way);
    else dictionary.set(word, [way]);
  }
  for (const [word, ways] of Object.entries(FURTHER_WAYS[language])) dictionary.get(word)?.push(...ways);
  return dictionary;
}
