import { choiceParam, numberParam, type RawSearch, textParam } from '../../../search.ts';

/** What stands beside the graph. */
export const SIDES = ['step', 'flow', 'try'] as const;
export type Side = (typeof SIDES)[number];

export interface FlowSearch {
  /** The editor when absent. */
  tab?: 'versions';
  side?: Exclude<Side, 'step'>;
  step?: string;
  /** Versions that are compared. */
  from?: number;
  to?: number;
}

export const flowSearch = (raw: RawSearch): FlowSearch => ({
  tab: choiceParam(raw.tab, ['versions']),
  side: choiceParam(raw.side, ['flow', 'try']),
  step: textParam(raw.step),
  from: numberParam(raw.from),
  to: numberParam(raw.to),
});

export interface FlowsSearch {
  create?: 'flow';
  /** Those that are no longer used, instead of the others. */
  archived?: true;
}
export const flowsSearch = (raw: RawSearch): FlowsSearch => ({
  create: choiceParam(raw.create, ['flow']),
  archived: String(raw.archived) === 'true' ? true : undefined,
});
