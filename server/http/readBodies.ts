import type { FastifyInstance } from 'fastify';

/**
 * Reads JSON bodies and nothing else. An empty body is no body, whatever its content type says: many clients
 * send `application/json` with every request. Text, which the framework would read by itself, is refused.
 */
export function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['text/plain', 'application/json']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else parse(request, body.toString(), done);
  });
}
