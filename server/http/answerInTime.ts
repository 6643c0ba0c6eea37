import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem.ts';

const ANSWER_MS = 30_000;

/**
 * JSON answers are due in time; routes that stream (`produces`) last as long as they last. What is late is
 * answered with `timeout`, and `request.overdue` aborted, so that work nobody will hear of changes nothing.
 * (Fastify's own `handlerTimeout` ends when a request's body was read, so it never ends a request with a body.)
 */
export function answerInTime(app: FastifyInstance, answerMs = ANSWER_MS): void {
  app.addHook('onRoute', (route) => {
    if (route.schema?.produces) return;
    const { handler } = route;
    route.handler = async function (request, reply) {
      const overdue = new AbortController();
      const late = new Promise<never>((_resolve, reject) => {
        overdue.signal.addEventListener('abort', () => reject(overdue.signal.reason));
      });
      const timer = setTimeout(() => {
        const detail = 'The answer took too long. Try again in a moment.';
        overdue.abort(new ProblemError('timeout', detail));
      }, answerMs);
      request.overdue = overdue.signal;
      try {
        return await Promise.race([handler.call(this, request, reply), late]);
      } finally {
        clearTimeout(timer);
      }
    };
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted when the caller was told that the answer took too long; absent where answers are not due in time. */
    overdue?: AbortSignal;
  }
}
