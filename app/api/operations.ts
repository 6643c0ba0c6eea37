import { queryOptions } from '@tanstack/react-query';
import type { Webhook } from '../../shared/api/operations.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

export interface AuditFilter {
  actor?: string;
  action?: string;
  subject?: string;
  /** ISO-8601 times. */
  from?: string;
  to?: string;
}

export const auditQuery = (filter: AuditFilter) =>
  pagedQuery(['audit', 'list', filter], (cursor, signal) =>
    unwrap(api.GET('/api/v1/audit', { params: { query: { ...filter, cursor, limit: 50 } }, signal })),
  );
export const verifyAudit = () => unwrap(api.GET('/api/v1/audit/verify'));

/** The address that downloads what the filter shows. */
export function auditExportUrl(filter: AuditFilter, format: 'csv' | 'jsonl'): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  return `/api/v1/audit/export?${query}`;
}

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/webhooks', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});
export const deliveriesQuery = (webhookId: string) =>
  pagedQuery(['webhooks', 'deliveries', webhookId], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/webhooks/{id}/deliveries', {
        params: { path: { id: webhookId }, query: { cursor, limit: 20 } },
        signal,
      }),
    ),
  );
export const createWebhook = (body: { url: string; events: Webhook['events'] }) =>
  unwrap(api.POST('/api/v1/webhooks', { body }));
export const updateWebhook = (
  id: string,
  body: { url?: string; events?: Webhook['events']; active?: boolean },
) => unwrap(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id } }, body }));
export const deleteWebhook = (id: string) =>
  unwrap(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } }));
/** Sends a ping; the answer is the delivery, which may still be on its way. */
export const testWebhook = (id: string) =>
  unwrap(api.POST('/api/v1/webhooks/{id}/test', { params: { path: { id } } }));
export const redeliver = (deliveryId: string) =>
  unwrap(api.POST('/api/v1/deliveries/{id}/redeliver', { params: { path: { id: deliveryId } } }));
