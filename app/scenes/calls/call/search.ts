import { numberParam, type RawSearch } from '../../../search.ts';

export interface CallSearch {
  /** Where the playhead stood when the address was shared, in ms of the call. */
  at?: number;
}

export const callSearch = (raw: RawSearch): CallSearch => ({ at: numberParam(raw.at) });
