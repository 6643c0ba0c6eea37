import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { allPages } from './pages.ts';

const at = (id: string) => ({ params: { path: { id } } });

export const phoneNumbersQuery = queryOptions({
  queryKey: ['phone-numbers'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/phone-numbers', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});

/** `number`: E.164; `flowId` null: callers are told that the number is not in use. */
export const createPhoneNumber = (body: { number: string; name: string; flowId: string | null }) =>
  unwrap(api.POST('/api/v1/phone-numbers', { body }));
export const changePhoneNumber = (id: string, body: { name?: string; flowId?: string | null }) =>
  unwrap(api.PATCH('/api/v1/phone-numbers/{id}', { ...at(id), body }));
export const deletePhoneNumber = (id: string) => unwrap(api.DELETE('/api/v1/phone-numbers/{id}', at(id)));
