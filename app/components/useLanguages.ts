import { useQuery } from '@tanstack/react-query';
import { voicesQuery } from '../api/voices.ts';
import { languageName } from '../format/language.ts';

/** The languages somebody can speak here, by name; `usual` stands among them, also while voices load. */
export function useLanguages(usual: string): string[] {
  const { data } = useQuery(voicesQuery);
  const tags = new Set([usual, ...(data?.flatMap((voice) => voice.languages) ?? [])]);
  return [...tags].sort((a, b) => languageName(a).localeCompare(languageName(b)));
}
