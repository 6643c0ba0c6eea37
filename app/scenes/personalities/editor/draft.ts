import type { Personality } from '../../../../shared/api/personalities.ts';
import { compareContents } from '../../../../shared/personalities/compare.ts';
import type { PartialContent, PersonalityContent } from '../../../../shared/personalities/content.ts';

/** What of a personality its versions keep. */
export const contentOf = ({
  name,
  traits,
  languages,
  emoji,
  phrases,
  prompts,
  voice,
}: PersonalityContent | Personality): PersonalityContent => ({
  name,
  traits,
  languages,
  emoji,
  phrases,
  prompts,
  voice,
});

/** What was changed, trait by trait: saved over somebody else's version, it changes nothing else of theirs. */
export function changesOf(base: PersonalityContent, content: PersonalityContent): PartialContent {
  const changed = compareContents(base, content).map(({ field }) => field.split('.'));
  const parts: Record<string, unknown> = {};
  for (const [field, inner] of changed as [keyof PersonalityContent, string | undefined][]) {
    const value = content[field];
    if ((field === 'traits' || field === 'phrases' || field === 'prompts') && inner !== undefined)
      parts[field] = { ...(parts[field] as object), [inner]: (value as Record<string, unknown>)[inner] };
    else parts[field] = value;
  }
  return parts as PartialContent;
}
