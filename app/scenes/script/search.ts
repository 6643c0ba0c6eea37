import { type RawSearch, textParam } from '../../search.ts';

export interface ScriptSearch {
  /** Ids of the versions chosen for comparison, separated by commas. */
  selected?: string;
}

export const scriptSearch = (raw: RawSearch): ScriptSearch => ({
  selected: textParam(raw.selected),
});
