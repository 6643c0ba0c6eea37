import { choiceParam, numberParam, type RawSearch, textParam } from '../../search.ts';

export interface CompareSearch {
  /** Two to four version ids, separated by commas. */
  ids?: string;
  /** Hides which is which until a vote. */
  blind?: 'on';
  /** Position in milliseconds. */
  t?: number;
}

export const compareSearch = (raw: RawSearch): CompareSearch => ({
  ids: textParam(raw.ids),
  blind: choiceParam(raw.blind, ['on']),
  t: numberParam(raw.t),
});
