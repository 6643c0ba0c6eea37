import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Route } from '../../shared/api/route.ts';
import type { Caller } from '../caller.ts';
import { knownFieldsOnly } from './knownFields.ts';
import { invalidFields } from './problems.ts';

// A declaration's parts are optional properties; NonNullable keeps that from making every body possibly undefined.
type Output<Schema> = NonNullable<Schema> extends z.ZodType ? z.output<NonNullable<Schema>> : undefined;
type Input<Schema> = NonNullable<Schema> extends z.ZodType ? z.input<NonNullable<Schema>> : undefined;

export interface Call<R extends Route> {
  params: Output<R['params']>;
  query: Output<R['query']>;
  body: Output<R['body']>;
  /** Throws `unauthenticated` when read on a public route without credentials. */
  caller: Caller;
  correlationId: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Registers a handler for a declared route: validation, rights, status and documentation come from the
 * declaration. Fields of a body that it does not declare are refused. The handler returns what the declaration promises; routes with `produces` send on `reply`.
 */
// biome-ignore lint/suspicious/noExplicitAny: the schemas of a route are read back through Output and Input
export function serve<R extends Route<any, any, any, any>>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<Input<R['reply']> | FastifyReply>,
): void {
  const schema: Record<string, unknown> = { summary: route.summary, tags: [route.tag] };
  if (route.params) schema.params = route.params;
  if (route.query) schema.querystring = route.query;
  if (route.body) schema.body = knownFieldsOnly(route.body);
  if (route.headers) schema.headers = route.headers;
  if (route.reply) schema.response = { [route.status]: route.reply };
  if (route.produces) schema.produces = route.produces;
  app.route({
    method: route.method,
    url: route.path,
    schema,
    config: { access: route.access },
    handler: async (request, reply) => {
      if (!route.body && !route.form) refuseFields(request.body);
      if (!route.produces) reply.status(route.status);
      const result = await handler({
        params: request.params as Output<R['params']>,
        query: request.query as Output<R['query']>,
        body: request.body as Output<R['body']>,
        get caller() {
          return request.requireCaller();
        },
        correlationId: request.id,
        request,
        reply,
      });
      // A reply is thenable: what returned it has come out of the await as undefined, sent or given up by its client.
      return reply.sent || reply.raw.headersSent ? reply : (result ?? reply.send());
    },
  });
}

/** A route that takes no body has no field: an empty object, which many clients send, says nothing. */
function refuseFields(body: unknown): void {
  const keys = Object.keys(body ?? {});
  if (keys.length > 0) throw invalidFields([{ path: [], code: 'unrecognized_keys', message: '', keys }]);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: import('../../shared/api/route.ts').Access;
  }
  interface FastifyRequest {
    /** The authenticated caller; throws ProblemError `unauthenticated` when there is none. */
    requireCaller(): Caller;
  }
}
