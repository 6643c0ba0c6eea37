import { USAGE_PURPOSES, type UsagePurpose } from '../../../shared/usage/plans.ts';
import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export interface UsageSearch {
  /** Days of UTC, `YYYY-MM-DD`. */
  from?: string;
  to?: string;
  voice?: string;
  engine?: string;
  user?: string;
  purpose?: UsagePurpose;
  personality?: string;
}

const day = (value: unknown): string | undefined => {
  const text = textParam(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
};

export const usageSearch = (raw: RawSearch): UsageSearch => ({
  from: day(raw.from),
  to: day(raw.to),
  voice: textParam(raw.voice),
  engine: textParam(raw.engine),
  user: textParam(raw.user),
  purpose: choiceParam(raw.purpose, USAGE_PURPOSES),
  personality: textParam(raw.personality),
});
