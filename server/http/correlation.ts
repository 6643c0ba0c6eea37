import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a caller may choose as its correlation id: it ends up in logs, headers and the audit trail. */
const SANE = /^[\w.~:/+=-]{1,128}$/;

/** The caller's own id for this request (`x-correlation-id` or `x-request-id`) when sane, otherwise a new one. */
export function correlationIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-correlation-id'] ?? request.headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
