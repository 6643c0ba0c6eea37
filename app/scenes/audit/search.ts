import { type RawSearch, textParam } from '../../search.ts';

export interface AuditSearch {
  actor?: string;
  action?: string;
  subject?: string;
  /** Days, `YYYY-MM-DD`, in the reader's time zone. */
  from?: string;
  to?: string;
}

const day = (value: unknown): string | undefined => {
  const text = textParam(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
};

export const auditSearch = (raw: RawSearch): AuditSearch => ({
  actor: textParam(raw.actor),
  action: textParam(raw.action),
  subject: textParam(raw.subject),
  from: day(raw.from),
  to: day(raw.to),
});
