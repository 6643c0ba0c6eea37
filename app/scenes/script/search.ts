import { numberParam, type RawSearch, textParam } from '../../search.ts';

export interface ScriptSearch {
  /** Id of the chosen version. */
  version?: string;
  /** Position in its audio, in milliseconds. */
  t?: number;
}

export const scriptSearch = (raw: RawSearch): ScriptSearch => ({
  version: textParam(raw.version),
  t: numberParam(raw.t),
});
