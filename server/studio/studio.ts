import type { PriceTable } from '../../shared/prices/priceTable.ts';
import type { Database } from '../db/database.ts';
import type { Provenance } from '../provenance/contract.ts';
import type { Speech } from '../speech/contract.ts';
import type { AudioStore } from '../storage/audioStore.ts';

/** What the studio's functions work with; wired in `processes/`. */
export interface Studio {
  database: Database;
  speech: Speech;
  audioStore: AudioStore;
  provenance: Provenance;
  prices: PriceTable;
}
