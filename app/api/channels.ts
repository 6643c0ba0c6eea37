import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ChannelRules, ReleaseItem } from '../../shared/api/channels.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

type Rules = Partial<z.infer<typeof ChannelRules>>;

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'list'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/channels', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});
/** Versions that may or may not go to this slot, each with the reason. */
export const candidatesQuery = (slug: string, slot: string, q: string) =>
  pagedQuery(['channels', 'candidates', slug, slot, q], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/channels/{slug}/slots/{slot}/candidates', {
        params: { path: { slug, slot }, query: { cursor, limit: 50, ...(q && { q }) } },
        signal,
      }),
    ),
  );
/** The ledger of a channel, newest first. */
export const deploymentsQuery = (slug: string, slot?: string) =>
  pagedQuery(['channels', 'deployments', slug, slot ?? null], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/channels/{slug}/deployments', {
        params: { path: { slug }, query: { slot, cursor, limit: 30 } },
        signal,
      }),
    ),
  );
/** Releases in a state, those that were made last first. */
export const releasesQuery = (state: 'scheduled' | 'failed') =>
  pagedQuery(['releases', state], (cursor, signal) =>
    unwrap(api.GET('/api/v1/releases', { params: { query: { state, cursor, limit: 10 } }, signal })),
  );

export const createChannel = (body: {
  slug: string;
  name: string;
  description?: string;
  rules?: Rules;
  slots?: string[];
}) => unwrap(api.POST('/api/v1/channels', { body }));
export const updateChannel = (
  slug: string,
  body: { name?: string; description?: string; rules?: Rules; addSlots?: string[] },
) => unwrap(api.PATCH('/api/v1/channels/{slug}', { params: { path: { slug } }, body }));

const slotPath = (slug: string, slot: string) => ({ params: { path: { slug, slot } } });

/** Deploys; refused with `deployment-conflict` when something else than `expectedVersionId` is live. */
export const deploy = (
  slug: string,
  slot: string,
  body: { versionId: string; reason: string; expectedVersionId?: string | null },
) => unwrap(api.PUT('/api/v1/channels/{slug}/slots/{slot}', { ...slotPath(slug, slot), body }));
/** What going back would make live; never from memory, since any deployment changes it. */
export const rollBackQuery = (slug: string, slot: string) =>
  queryOptions({
    queryKey: ['channels', 'rollback', slug, slot],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/channels/{slug}/slots/{slot}/rollback', { ...slotPath(slug, slot), signal })),
    staleTime: 0,
  });
/** Why what is live is taken away, and what must be live for it: null when nothing. */
interface Leaving {
  reason: string;
  expectedVersionId: string | null;
}
export const rollBack = (slug: string, slot: string, body: Leaving) =>
  unwrap(api.POST('/api/v1/channels/{slug}/slots/{slot}/rollback', { ...slotPath(slug, slot), body }));
export const withdraw = (slug: string, slot: string, body: Leaving) =>
  unwrap(api.POST('/api/v1/channels/{slug}/slots/{slot}/withdraw', { ...slotPath(slug, slot), body }));
/** Several slots at once, all or none; `at` (ISO-8601) schedules it. */
export const createRelease = (body: { items: z.infer<typeof ReleaseItem>[]; reason: string; at?: string }) =>
  unwrap(api.POST('/api/v1/releases', { body }));
export const cancelRelease = (id: string) =>
  unwrap(api.DELETE('/api/v1/releases/{id}', { params: { path: { id } } }));
