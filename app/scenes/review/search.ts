import { numberParam, type RawSearch } from '../../search.ts';

export interface ReviewSearch {
  /** Position in milliseconds. */
  t?: number;
}

export const reviewSearch = (raw: RawSearch): ReviewSearch => ({ t: numberParam(raw.t) });
