import type { z } from 'zod';
import type { Access } from './route.ts';

/** One WebSocket of the API: its address, who may open it, and what the address says. Its messages stand beside it. */
export interface SocketRoute<Params extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  /** Fastify notation, e.g. `/api/v1/calls/:id/listen`. */
  path: string;
  /** Imperative, at most one line. */
  summary: string;
  access: Exclude<Access, 'public'>;
  params?: Params;
  query?: Query;
}

/** Declares a socket and keeps its types. */
export function socket<Params extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  definition: SocketRoute<Params, Query>,
): SocketRoute<Params, Query> {
  return definition;
}
