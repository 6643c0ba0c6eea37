import type { Caller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { Speech } from '../speech/contract.ts';

/** What personalities are kept with. */
export interface Personalities {
  database: Database;
  /** To know which voices there are, and how they can be set. */
  speech: Pick<Speech, 'voice'>;
  /** Deletes a personality's own voice, here and at its engine, and its recordings. */
  discardVoice(caller: Caller, personalityId: string): Promise<void>;
}
