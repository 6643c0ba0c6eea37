import { type RawSearch, textParam } from '../../../search.ts';

export interface BoardSearch {
  /** The call that is looked at closely. */
  call?: string;
}

export const boardSearch = (raw: RawSearch): BoardSearch => ({ call: textParam(raw.call) });
