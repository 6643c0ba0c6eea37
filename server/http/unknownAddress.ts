import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import findMyWay from 'find-my-way';
import { ProblemError } from '../problem.ts';
import { sendProblem } from './problems.ts';
import type { SendPage } from './webApp.ts';

/** Addresses of programs: a page of the web app is no answer there. */
const OF_PROGRAMS = /^\/(api|v1|v2|public|telephony|assets|metrics|healthz|readyz)(\/|$|\?)/;

/** Learns every address that is registered from here on; call it before any route. */
export function rememberAddresses(app: FastifyInstance): (url: string) => HTTPMethods[] {
  const byMethod = new Map<HTTPMethods, findMyWay.Instance<findMyWay.HTTPVersion.V1>>();
  app.addHook('onRoute', (route) => {
    if (route.url === '/*') return;
    for (const method of [route.method].flat()) {
      const router = byMethod.get(method as HTTPMethods) ?? findMyWay();
      byMethod.set(method as HTTPMethods, router);
      if (!router.hasRoute('GET', route.url)) router.on('GET', route.url, () => {});
    }
  });
  return (url) =>
    [...byMethod].filter(([, router]) => router.find('GET', url) !== null).map(([method]) => method);
}

/** Answers where no route does: another method would (405), a page of the web app, or nothing (404). */
export function answerUnknown(
  app: FastifyInstance,
  methodsOf: (url: string) => HTTPMethods[],
  sendPage: SendPage | null,
): void {
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?')[0] ?? '/');
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      const detail = `This address answers ${methods.join(', ')} only.`;
      return sendProblem(request, reply, new ProblemError('method-not-allowed', detail));
    }
    if (sendPage && wantsPage(request)) return sendPage(request, reply);
    const detail = 'There is nothing at this address. The addresses of the API are listed at /api/docs.';
    return sendProblem(request, reply, new ProblemError('not-found', detail));
  });
}

function wantsPage(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const html = request.headers.accept?.includes('text/html') ?? false;
  return reads && html && !OF_PROGRAMS.test(request.url);
}
