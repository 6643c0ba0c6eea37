import { type RawSearch, textParam } from '../../search.ts';

export interface SetupSearch {
  /** From the link that the installation printed at its first start. */
  token?: string;
}

export const setupSearch = (raw: RawSearch): SetupSearch => ({ token: textParam(raw.token) });
