import { choiceParam, type RawSearch } from '../../search.ts';

export interface PersonalitiesSearch {
  /** What waits for a decision, instead of the list. */
  view?: 'reviews';
  create?: 'personality';
}

export const personalitiesSearch = (raw: RawSearch): PersonalitiesSearch => ({
  view: choiceParam(raw.view, ['reviews']),
  create: choiceParam(raw.create, ['personality']),
});
