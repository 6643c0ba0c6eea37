import type { FastifyInstance } from 'fastify';
import { renderDocumentation, STYLE } from './page.ts';

/** `GET /api/openapi.json` and, for people, `/api/docs`; `whole` is the instance that knows every route. */
export function mountDocumentation(app: FastifyInstance, whole: FastifyInstance): void {
  const options = { schema: { hide: true } };
  let json: string | undefined;
  let html: string | undefined;
  app.get('/api/openapi.json', options, async (_request, reply) => {
    json ??= JSON.stringify(whole.swagger());
    return reply.type('application/json; charset=utf-8').send(json);
  });
  app.get('/api/docs', options, async (_request, reply) => {
    html ??= renderDocumentation(whole.swagger());
    return reply.type('text/html; charset=utf-8').send(html);
  });
  // A file of its own: the content security policy allows no style inside the page.
  app.get('/api/docs/style.css', options, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(STYLE),
  );
}
