import type { FastifyInstance } from 'fastify';

/**
 * One line a request, fixed words: which route (its template, since addresses carry ids and searches), how it
 * ended, how long it took and who asked by id. Bodies, headers and names of people are never logged.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        correlationId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        actorKind: request.caller?.actor.kind ?? null,
        actorId: request.caller?.actor.id ?? null,
      },
      'request',
    );
  });
}
