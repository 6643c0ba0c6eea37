import { numberParam, type RawSearch, textParam } from '../../search.ts';

export interface ScriptSearch {
  /** Ids of the versions chosen for comparison, separated by commas. */
  selected?: string;
  /** Number of the earlier revision that is looked at. */
  revision?: number;
}

export const scriptSearch = (raw: RawSearch): ScriptSearch => ({
  selected: textParam(raw.selected),
  revision: numberParam(raw.revision),
});
