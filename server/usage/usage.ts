import type { PriceTable } from '../../shared/prices/priceTable.ts';
import type { Plan } from '../../shared/usage/plans.ts';
import type { Database } from '../db/database.ts';

/** What the accounts of speech are kept with. */
export interface Usage {
  database: Database;
  /** The plan of the installation: the most that a workspace may have. */
  givenPlan: Plan;
  prices: PriceTable;
}
