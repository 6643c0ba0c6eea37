import { queryOptions } from '@tanstack/react-query';
import type { FlowChange, TrialInput } from '../../shared/api/calls/flows.ts';
import type { Flow } from '../../shared/calls/flow.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

const at = (id: string) => ({ params: { path: { id } } });

export const flowsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ['flows', 'list', { archived }],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(
          api.GET('/api/v1/flows', {
            params: { query: { limit: 200, cursor, archived: archived ? 'true' : undefined } },
            signal,
          }),
        ),
      ),
  });
export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: ['flows', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/flows/{id}', { ...at(id), signal })),
  });
export const flowVersionsQuery = (id: string) =>
  pagedQuery(['flows', 'versions', id], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/flows/{id}/versions', {
        params: { path: { id }, query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );
export const flowVersionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['flows', 'version', id, number],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/flows/{id}/versions/{number}', { params: { path: { id, number } }, signal })),
    // Versions never change.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the server says of a flow that is not saved; it knows slots, personalities and hours beside. */
export const flowCheckQuery = (content: Flow) =>
  queryOptions({
    queryKey: ['flow-check', content],
    queryFn: async ({ signal }) =>
      (await unwrap(api.POST('/api/v1/flows/check', { body: { content }, signal }))).problems,
    gcTime: 0,
  });

/** What is heard of a flow when somebody does these things, one after the other. */
export const flowTrialQuery = (
  id: string,
  body: { content: Flow; open: boolean | undefined; inputs: TrialInput[] },
) =>
  queryOptions({
    queryKey: ['flow-trial', id, body],
    queryFn: ({ signal }) => unwrap(api.POST('/api/v1/flows/{id}/try', { ...at(id), body, signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const createFlow = (body: { name: string; description: string; content: Flow }) =>
  unwrap(api.POST('/api/v1/flows', { body }));
/** Its content becomes a new version; `expectedVersion` is the one that it was made from. */
export const changeFlow = (id: string, body: FlowChange) =>
  unwrap(api.PATCH('/api/v1/flows/{id}', { ...at(id), body }));
export const restoreFlowVersion = (id: string, number: number, expectedVersion: number) =>
  unwrap(
    api.POST('/api/v1/flows/{id}/versions/{number}/restore', {
      params: { path: { id, number } },
      body: { expectedVersion },
    }),
  );
