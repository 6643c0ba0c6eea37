import type { Database } from '../db/database.ts';
import type { AudioStore } from '../storage/audioStore.ts';

/** What the functions of webhooks work with; wired in `processes/`. */
export interface Webhooks {
  database: Database;
  /** Seals and opens signing secrets. */
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
  /** Lets webhooks call private networks and this machine, for installations whose receivers are there. */
  allowPrivateNetworks: boolean;
}
