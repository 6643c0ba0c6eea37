import { queryOptions } from '@tanstack/react-query';
import type { PublicCheck } from '../../shared/api/provenance.ts';
import { api, unwrap } from './client.ts';
import { toApiProblem, unreachable } from './problem.ts';

/** Whether exported files are marked as made here, and by whose certificate. */
export const markingQuery = queryOptions({
  queryKey: ['provenance'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/provenance', { signal })),
});

/** Asks by a SHA-256 whether audio was made here. */
export const checkQuery = (digest: string) =>
  queryOptions({
    queryKey: ['check', digest],
    queryFn: ({ signal }) => unwrap(api.GET('/public/check', { params: { query: { digest } }, signal })),
    retry: false,
  });

/** Asks by the file itself; throws {@link ApiProblem}. */
export async function checkFile(file: File): Promise<PublicCheck> {
  const form = new FormData();
  form.set('file', file);
  let response: Response;
  try {
    response = await fetch('/public/check', { method: 'POST', body: form });
  } catch {
    throw unreachable();
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toApiProblem(body, response);
  return body as PublicCheck;
}
