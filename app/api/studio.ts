import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { studioRoutes, VersionStatus } from '../../shared/api/studio.ts';
import type { SpeechParametersInput } from '../../shared/speech/parameters.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

export type Purpose = 'support' | 'sales' | 'education';

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/projects', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});
export const scriptsQuery = (projectId: string) =>
  pagedQuery(['scripts', 'ofProject', projectId], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/projects/{id}/scripts', {
        params: { path: { id: projectId }, query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );
export const scriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['scripts', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/scripts/{id}', { params: { path: { id } }, signal })),
  });
export const revisionsQuery = (scriptId: string) =>
  pagedQuery(['scripts', 'revisions', scriptId], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/scripts/{id}/revisions', {
        params: { path: { id: scriptId }, query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

/** The versions of a script, newest first. */
export const versionsQuery = (scriptId: string) =>
  pagedQuery(['versions', 'ofScript', scriptId], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/scripts/{id}/versions', {
        params: { path: { id: scriptId }, query: { cursor, limit: 20 } },
        signal,
      }),
    ),
  );
export const versionQuery = (id: string) =>
  queryOptions({
    queryKey: ['versions', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/versions/{id}', { params: { path: { id } }, signal })),
  });
export type VersionInFull = z.output<NonNullable<typeof studioRoutes.getVersion.reply>>;
/** Waveform and word times: these never change once there. */
export const peaksQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['peaks', versionId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/versions/{id}/peaks', { params: { path: { id: versionId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
export const comparisonQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['versions', 'compare', ...ids],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/versions/compare', { params: { query: { ids: ids.join(',') } }, signal })),
    enabled: ids.length >= 2,
  });
export const commentsQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['comments', versionId],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(
          api.GET('/api/v1/versions/{id}/comments', {
            params: { path: { id: versionId }, query: { cursor, limit: 200 } },
            signal,
          }),
        ),
      ),
  });
/** What is in review, what waits for me first; every page carries `waitingForMe`. */
export const reviewsQuery = pagedQuery(['reviews'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/reviews', { params: { query: { cursor, limit: 50 } }, signal })),
);
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/v1/search', { params: { query: { q } }, signal }))).items,
    enabled: q.trim().length > 0,
    staleTime: 10_000,
  });

const path = (id: string) => ({ params: { path: { id } } });

export const createProject = (body: { name: string; purpose: Purpose }) =>
  unwrap(api.POST('/api/v1/projects', { body }));
export const updateProject = (id: string, body: { name?: string; purpose?: Purpose }) =>
  unwrap(api.PATCH('/api/v1/projects/{id}', { ...path(id), body }));
export const createScript = (projectId: string, body: { title: string; language: string; text: string }) =>
  unwrap(api.POST('/api/v1/projects/{id}/scripts', { ...path(projectId), body }));
/** Saves; refused with `conflict` when somebody saved after `expectedRevision`. */
export const writeScript = (
  id: string,
  body: { title?: string; text?: string; language?: string; expectedRevision?: number },
) => unwrap(api.PUT('/api/v1/scripts/{id}', { ...path(id), body }));

export interface Generation {
  voiceId: string;
  parameters: SpeechParametersInput;
  note?: string;
  revisionNumber?: number;
}
/** Queues a version. Send the same key again when retrying the same intent. */
export const generateVersion = (scriptId: string, body: Generation, idempotencyKey: string) =>
  unwrap(
    api.POST('/api/v1/scripts/{id}/versions', {
      params: { path: { id: scriptId }, header: { 'idempotency-key': idempotencyKey } },
      body,
    }),
  );
export const cancelVersion = (id: string) => unwrap(api.POST('/api/v1/versions/{id}/cancel', path(id)));
/** Queues it again. Send the same key again when retrying the same intent. */
export const retryVersion = (id: string, idempotencyKey: string) =>
  unwrap(
    api.POST('/api/v1/versions/{id}/retry', {
      params: { path: { id }, header: { 'idempotency-key': idempotencyKey } },
    }),
  );
/** Moves a version along. To approve, `digest` names what was heard. */
export const changeStatus = (id: string, body: { to: VersionStatus; note?: string; digest?: string }) =>
  unwrap(api.POST('/api/v1/versions/{id}/status', { ...path(id), body }));

export interface NewComment {
  text: string;
  startMs?: number;
  endMs?: number;
  word?: number;
  parentId?: string;
}
export const addComment = (versionId: string, body: NewComment) =>
  unwrap(api.POST('/api/v1/versions/{id}/comments', { ...path(versionId), body }));
export const changeComment = (id: string, body: { text?: string; resolved?: boolean }) =>
  unwrap(api.PATCH('/api/v1/comments/{id}', { ...path(id), body }));
