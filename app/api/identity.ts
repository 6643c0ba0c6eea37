import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Role, Scope } from '../../shared/access.ts';
import type { identityRoutes } from '../../shared/api/identity.ts';
import { api, unwrap } from './client.ts';
import { allPages } from './pages.ts';

type Body<Name extends keyof typeof identityRoutes> = (typeof identityRoutes)[Name] extends {
  body?: infer Schema;
}
  ? NonNullable<Schema> extends z.ZodType
    ? z.input<NonNullable<Schema>>
    : never
  : never;

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/setup', { signal })),
});

/** Who is signed in; fails with `unauthenticated` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/members', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/api-keys', { params: { query: { limit: 200, cursor } }, signal })),
    ),
});

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/workspace', { signal })),
});

/** The workspaces I am a member of. */
export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/workspaces', { signal }))).items,
});

export const setUp = (body: Body<'setUp'>) => unwrap(api.POST('/api/v1/setup', { body }));
export const signIn = (body: { email: string; password: string }) =>
  unwrap(api.POST('/api/v1/sign-in', { body }));
export const signOut = () => unwrap(api.POST('/api/v1/sign-out'));
export const updateMe = (body: Body<'updateMe'>) => unwrap(api.PATCH('/api/v1/me', { body }));

export const createWorkspace = (body: Body<'createWorkspace'>) =>
  unwrap(api.POST('/api/v1/workspaces', { body }));
/** Replaces the session by one in another workspace. */
export const enterWorkspace = (id: string) =>
  unwrap(api.POST('/api/v1/workspaces/{id}/enter', { params: { path: { id } } }));

export const addMember = (body: Body<'addMember'>) => unwrap(api.POST('/api/v1/members', { body }));
export const changeMember = (id: string, role: Role) =>
  unwrap(api.PATCH('/api/v1/members/{id}', { params: { path: { id } }, body: { role } }));
export const resetMemberPassword = (id: string, password: string) =>
  unwrap(api.PUT('/api/v1/members/{id}/password', { params: { path: { id } }, body: { password } }));
export const removeMember = (id: string) =>
  unwrap(api.DELETE('/api/v1/members/{id}', { params: { path: { id } } }));

export const createApiKey = (body: { name: string; scopes: Scope[]; expiresAt?: string }) =>
  unwrap(api.POST('/api/v1/api-keys', { body }));
/** Replaces a key; the old one keeps working for `overlapMinutes`. */
export const rotateApiKey = (id: string, overlapMinutes: number) =>
  unwrap(api.POST('/api/v1/api-keys/{id}/rotate', { params: { path: { id } }, body: { overlapMinutes } }));
export const revokeApiKey = (id: string) =>
  unwrap(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }));

export const updateWorkspace = (body: Body<'updateWorkspace'>) =>
  unwrap(api.PATCH('/api/v1/workspace', { body }));
