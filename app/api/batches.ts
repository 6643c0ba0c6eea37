import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { pagedQuery } from './pages.ts';
import type { Generation } from './studio.ts';

const path = (id: string) => ({ params: { path: { id } } });

/** The newest batch of a project; null when there was none. */
export const latestBatchQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['batches', 'latest', projectId],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/projects/{id}/batches', {
          params: { path: { id: projectId }, query: { limit: 1 } },
          signal,
        }),
      );
      return items[0] ?? null;
    },
  });
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batches', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/batches/{id}', { ...path(id), signal })),
  });
/** What a batch makes, in the order it was asked for. */
export const batchVersionsQuery = (id: string) =>
  pagedQuery(['batches', 'versions', id], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/batches/{id}/versions', {
        params: { path: { id }, query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

/** The named scripts of a project, new ones, or all that it has. */
export interface BatchOf {
  scriptIds?: string[];
  lines?: { title: string; language: string; text: string }[];
}
/** Queues a version of each. Send the same key again when retrying the same intent. */
export const createBatch = (
  projectId: string,
  body: Omit<Generation, 'revisionNumber'> & BatchOf,
  idempotencyKey: string,
) =>
  unwrap(
    api.POST('/api/v1/projects/{id}/batches', {
      params: { path: { id: projectId }, header: { 'idempotency-key': idempotencyKey } },
      body,
    }),
  );
/** Stops what has not ended. */
export const cancelBatch = (id: string) => unwrap(api.POST('/api/v1/batches/{id}/cancel', path(id)));
/** Queues again what failed or was stopped. Send the same key again when retrying the same intent. */
export const retryBatch = (id: string, idempotencyKey: string) =>
  unwrap(
    api.POST('/api/v1/batches/{id}/retry', {
      params: { path: { id }, header: { 'idempotency-key': idempotencyKey } },
    }),
  );
