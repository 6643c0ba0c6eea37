import type { z } from 'zod';
import type { Scope } from '../access.ts';

/**
 * Who may call a route: `public` needs nothing, `signed-in` any member or key, a scope exactly that scope.
 */
export type Access = 'public' | 'signed-in' | Scope;

/**
 * One address of the API: its shape, its documentation and its rights in one place.
 * The server registers a handler for it, OpenAPI is generated from it, tests walk it.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify notation, e.g. `/api/v1/scripts/:id`. */
  path: string;
  /** Imperative, at most one line. */
  summary: string;
  tag: string;
  access: Access;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Takes a form with a file instead of a body; its handler reads it, fields and all. */
  form?: true;
  headers?: z.ZodType;
  /** Status of success. */
  status: 200 | 201 | 202 | 204;
  /** Absent: the reply is not JSON, and `produces` says what it is. */
  reply?: Reply;
  produces?: string[];
}

/** Declares a route and keeps its types. */
export function route<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodUndefined,
>(definition: Route<Params, Query, Body, Reply>): Route<Params, Query, Body, Reply> {
  return definition;
}
