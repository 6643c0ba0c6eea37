import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';

const path = (id: string) => ({ params: { path: { id } } });

/** What the automatic checks found of a version. */
export const checksQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['checks', versionId],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/versions/{id}/checks', { ...path(versionId), signal })),
  });
/** Has a version checked again. */
export const checkVersion = (versionId: string) =>
  unwrap(api.POST('/api/v1/versions/{id}/checks', path(versionId)));
