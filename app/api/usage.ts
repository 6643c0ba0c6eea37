import { queryOptions } from '@tanstack/react-query';
import type { UsageFilter } from '../../shared/api/usage.ts';
import type { Plan } from '../../shared/usage/plans.ts';
import { api, unwrap } from './client.ts';

export const usageQuery = (filter: UsageFilter) =>
  queryOptions({
    queryKey: ['usage', filter],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/usage', { params: { query: filter }, signal })),
    staleTime: 0,
  });

/** What costs are counted by; changes with the installation's settings alone. */
export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/prices', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const choosePlan = (plan: Plan) => unwrap(api.PUT('/api/v1/plan', { body: { plan } }));

/** The address that downloads every single use of what the filter shows. */
export function usageExportUrl(filter: UsageFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  return `/api/v1/usage/export?${query}`;
}
