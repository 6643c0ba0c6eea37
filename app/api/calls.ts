import { queryOptions } from '@tanstack/react-query';
import type { CallFilter } from '../../shared/api/calls/filter.ts';
import { api, unwrap } from './client.ts';
import { pagedQuery } from './pages.ts';

export type { Call, CallDetail, LineBehind } from '../../shared/api/calls/calls.ts';
export type { CallFilter } from '../../shared/api/calls/filter.ts';

const CALLS_A_PAGE = 50;
const at = (id: string) => ({ params: { path: { id } } });

/** Calls that the filter means, newest first. */
export const callsQuery = (filter: CallFilter) =>
  pagedQuery(['calls', 'list', filter], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/calls', { params: { query: { ...filter, limit: CALLS_A_PAGE, cursor } }, signal }),
    ),
  );

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/calls/{id}', { ...at(id), signal })),
    staleTime: 0,
  });

export const callReportQuery = (filter: CallFilter) =>
  queryOptions({
    queryKey: ['calls', 'report', filter],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/calls/analytics', { params: { query: filter }, signal })),
    staleTime: 0,
    // The charts of the time before stand until the new ones are there: nothing jumps.
    placeholderData: (before) => before,
  });

export const deleteCall = (id: string) => unwrap(api.DELETE('/api/v1/calls/{id}', at(id)));

/** The whole number of a call’s other party; null: it is not known. The audit log says who asked. */
export const revealCaller = async (id: string) =>
  (await unwrap(api.POST('/api/v1/calls/{id}/caller', at(id)))).number;

export const savedFiltersQuery = queryOptions({
  queryKey: ['calls', 'filters'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/call-filters', { signal }))).items,
});
export const saveFilter = (name: string, filter: CallFilter) =>
  unwrap(api.POST('/api/v1/call-filters', { body: { name, filter } }));
export const forgetFilter = (id: string) => unwrap(api.DELETE('/api/v1/call-filters/{id}', at(id)));

const withQuery = (path: string, filter: CallFilter): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return `${path}?${query}`;
};
/** The address that downloads the calls that the filter means. */
export const callsExportUrl = (filter: CallFilter): string => withQuery('/api/v1/calls/export', filter);
/** The address that downloads the figures of each day. */
export const callReportExportUrl = (filter: CallFilter): string =>
  withQuery('/api/v1/calls/analytics/export', filter);
/** The address of a call’s recording: the caller on the left, the agent on the right. */
export const recordingUrl = (id: string, format: 'wav' | 'mp3' = 'wav'): string =>
  `/api/v1/calls/${id}/recording?format=${format}`;
