import { useState } from 'react';
import type { Personality } from '../../../../shared/api/personalities.ts';
import { type ContentChange, compareContents } from '../../../../shared/personalities/compare.ts';
import {
  type PartialContent,
  type PersonalityContent,
  withChanges,
} from '../../../../shared/personalities/content.ts';
import { changesOf, contentOf } from './draft.ts';

/** A personality as it stands on the screen. */
export interface Draft {
  content: PersonalityContent;
  /** The version that the changes were made to. */
  base: Personality;
  changes: ContentChange[];
  /** The changes alone, as they are saved. */
  patch: PartialContent;
  /** The version that somebody saved since the changes were begun. */
  overtakenBy: Personality['version'] | null;
  /** Another one whenever the content was replaced from outside: what is typed as text begins anew. */
  edition: string;
  change(part: PartialContent): void;
  discard(): void;
  /** `sent` was saved and is the version of `next`. What was changed since it was sent is still to be saved. */
  saved(sent: PersonalityContent, next: Personality): void;
  /** Puts the changes on top of what somebody else saved. */
  rebase(): void;
}

/** Keeps changes to a personality until they are saved or given up, also while somebody else saves theirs. */
export function useDraft(personality: Personality): Draft {
  const [state, setState] = useState<{ base: Personality; content: PersonalityContent } | null>(null);
  const [replaced, setReplaced] = useState(0);
  // Versions that were saved here: they replace nothing of what is on the screen.
  const [own, setOwn] = useState(0);
  const begun = state ? compareContents(contentOf(state.base), state.content) : [];
  // What changes nothing follows what is saved.
  const held = begun.length > 0 ? state : null;
  const base = held?.base ?? personality;
  const content = held?.content ?? contentOf(personality);
  const patch = changesOf(contentOf(base), content);
  const replace = (next: typeof state) => {
    setState(next);
    setReplaced((before) => before + 1);
  };
  return {
    content,
    base,
    changes: begun,
    patch,
    overtakenBy: personality.version.number === base.version.number ? null : personality.version,
    edition: `${base.version.number - own} ${replaced}`,
    change: (part) => setState({ base, content: withChanges(content, part) }),
    discard: () => replace(null),
    saved: (sent, next) => {
      setState((now) => {
        const since = now ? changesOf(sent, now.content) : {};
        return { base: next, content: withChanges(contentOf(next), since) };
      });
      setOwn((before) => before + 1);
    },
    rebase: () => replace({ base: personality, content: withChanges(contentOf(personality), patch) }),
  };
}
