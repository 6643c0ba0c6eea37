import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export const GENDERS = ['female', 'male', 'neutral'] as const;

export interface VoicesSearch {
  /** Words in the name or description. */
  q?: string;
  /** Primary language subtag, e.g. `en`. */
  language?: string;
  engine?: string;
  gender?: (typeof GENDERS)[number];
}

export const voicesSearch = (raw: RawSearch): VoicesSearch => ({
  q: textParam(raw.q),
  language: textParam(raw.language),
  engine: textParam(raw.engine),
  gender: choiceParam(raw.gender, GENDERS),
});
