import { useQuery } from '@tanstack/react-query';
import type { Personality } from '../../../shared/api/personalities.ts';
import { personalitiesQuery } from '../../api/personalities.ts';

/** Who answers: the name that is shown, and all that is known of it. */
export interface Answering {
  /** Null: the default one, which is stored nowhere. */
  id: string | null;
  name: string;
  emoji: string | null;
}

const DEFAULT: Answering = { id: null, name: 'Assistant', emoji: null };

/**
 * Who answers next, by the order of the server: as chosen in the address, who answered last in the conversation, the
 * primary one, the first active one, the default.
 *
 * @param last null: nobody yet; undefined: not known yet
 */
export function useAnswering(
  chosen: string | undefined,
  last: { id: string | null; name: string } | null | undefined,
): { who: Answering; all: readonly Personality[] } {
  const all = useQuery(personalitiesQuery).data ?? [];
  const byId = (id: string | null | undefined) => all.find((one) => one.id === id);
  const who =
    byId(chosen) ??
    (last && (byId(last.id) ?? { ...last, emoji: null })) ??
    all.find(({ primary }) => primary) ??
    all.find(({ active }) => active) ??
    DEFAULT;
  return { who, all };
}
