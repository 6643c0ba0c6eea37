import { readFileSync } from 'node:fs';
import { LIST_PRICES, PriceTable, withOwnPrices } from '../../shared/prices/priceTable.ts';
import { type Env, SettingError } from '../env.ts';

/** The list of prices, with the operator's own before it. Throws SettingError for a file that is none. */
export function readPrices({ VOICEOPS_PRICES_FILE: path }: Env): PriceTable {
  if (path === undefined) return LIST_PRICES;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new SettingError(`VOICEOPS_PRICES_FILE: ${path} cannot be read, or is not JSON.`);
  }
  const own = PriceTable.safeParse(json);
  if (own.success) return withOwnPrices(own.data);
  const [issue] = own.error.issues;
  throw new SettingError(
    `VOICEOPS_PRICES_FILE: ${path} is not a table of prices: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`,
  );
}
