import { choiceParam, numberParam, type RawSearch } from '../../search.ts';

export interface PersonalitiesSearch {
  /** What waits for a decision, instead of the list. */
  view?: 'reviews';
  create?: 'personality';
}

export const personalitiesSearch = (raw: RawSearch): PersonalitiesSearch => ({
  view: choiceParam(raw.view, ['reviews']),
  create: choiceParam(raw.create, ['personality']),
});

export interface PersonalitySearch {
  /** The editor when absent. */
  tab?: 'voice' | 'versions' | 'conversations';
  /** Versions that are compared. */
  from?: number;
  to?: number;
}

export const personalitySearch = (raw: RawSearch): PersonalitySearch => ({
  tab: choiceParam(raw.tab, ['voice', 'versions', 'conversations']),
  from: numberParam(raw.from),
  to: numberParam(raw.to),
});
