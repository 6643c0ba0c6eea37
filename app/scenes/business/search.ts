import { type RawSearch, textParam } from '../../search.ts';

export interface BusinessSearch {
  /** Words to look for. */
  q?: string;
  /** A day of the week that is shown, `YYYY-MM-DD`; absent: this week. */
  day?: string;
}

export const businessSearch = (raw: RawSearch): BusinessSearch => {
  const day = textParam(raw.day);
  return { q: textParam(raw.q), day: day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined };
};
