import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Database } from '../../db/database.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

/** What conversations are kept in. */
export interface Conversations {
  database: Database;
  /** Spoken answers, and the keys under which words are sealed. */
  audioStore: AudioStore;
}

/** Who speaks in a turn, in which state. */
export interface SpokenPersonality {
  /** Null: the one that needs no row. */
  id: string | null;
  name: string;
  version: number | null;
}

/** What is kept of a personality with what it says; versions count from 1, the one without a row has none. */
export function spokenBy({
  id,
  name,
  number,
}: Pick<ResolvedPersonality, 'id' | 'name' | 'number'>): SpokenPersonality {
  return { id, name, version: number > 0 ? number : null };
}
