import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

/** What letting a call in works with. */
export interface Admission {
  database: Database;
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
  /** Who answers (`personalities/resolvePersonality`). */
  personality(
    tx: WorkspaceTx,
    workspaceId: string,
    wanted: { asked: string | null },
  ): Promise<ResolvedPersonality>;
}
