import type { Database } from '../../db/database.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { Tool } from '../contract.ts';
import { ourTools } from './ourTools.ts';

/** What the functions of tools work with; wired in `processes/`. */
export interface Tools {
  database: Database;
  /** Seals and opens the headers of tools outside. */
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
  /** Lets tools call private networks and this machine. */
  allowPrivateNetworks: boolean;
  /** Those that come with the product. */
  ours: readonly Tool[];
  /** An error that nobody is told of in full. */
  onTrouble(error: unknown, tool: string): void;
}

/** Makes the product's tools once. */
export function openTools(deps: Omit<Tools, 'ours'>): Tools {
  return { ...deps, ours: ourTools(deps.database) };
}
