import { queryOptions } from '@tanstack/react-query';
import type { PartialContent } from '../../shared/personalities/content.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

const at = (id: string) => ({ params: { path: { id } } });

export const personalitiesQuery = queryOptions({
  queryKey: ['personalities', 'list'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/personalities', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});
export const personalityQuery = (id: string) =>
  queryOptions({
    queryKey: ['personalities', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/personalities/{id}', { ...at(id), signal })),
  });
export const personalityVersionsQuery = (id: string) =>
  pagedQuery(['personalities', 'versions', id], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/personalities/{id}/versions', {
        params: { path: { id }, query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );
export const personalityComparisonQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['personalities', 'compare', id, from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/personalities/{id}/versions/compare', {
          params: { path: { id }, query: { from, to } },
          signal,
        }),
      ),
    // Versions never change.
    staleTime: Number.POSITIVE_INFINITY,
  });
export const personalityConversationsQuery = (id: string) =>
  pagedQuery(['conversations', 'ofPersonality', id], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/conversations', {
        params: { query: { personality: id, cursor, limit: 20 } },
        signal,
      }),
    ),
  );

/** `template`: a ready-made one to start from. */
export const createPersonality = (body: { name: string; template?: string }) =>
  unwrap(api.POST('/api/v1/personalities', { body }));
/** What it is becomes a new version; `expectedVersion` is the one that it was made from. */
export const changePersonality = (
  id: string,
  body: PartialContent & { expectedVersion?: number; note?: string; active?: boolean; primary?: true },
) => unwrap(api.PATCH('/api/v1/personalities/{id}', { ...at(id), body }));
export const copyPersonality = (id: string) =>
  unwrap(api.POST('/api/v1/personalities/{id}/copy', { ...at(id), body: {} }));
/** `primary`: who takes over, where it is the primary one. */
export const deletePersonality = (id: string, query: { primary?: string; ownVoice?: 'delete' }) =>
  unwrap(api.DELETE('/api/v1/personalities/{id}', { params: { path: { id }, query } }));
export const restorePersonalityVersion = (id: string, number: number, expectedVersion: number) =>
  unwrap(
    api.POST('/api/v1/personalities/{id}/versions/{number}/restore', {
      params: { path: { id, number } },
      body: { expectedVersion },
    }),
  );
