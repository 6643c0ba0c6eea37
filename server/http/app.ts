import cookie from '@fastify/cookie';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import type { Callers } from '../identity/callers.ts';
import { ProblemError, problemBody } from '../problem.ts';
import { answerInTime } from './answerInTime.ts';
import { authenticate, decorateCaller, enforceAccess } from './authenticate.ts';
import { correlationIdOf } from './correlation.ts';
import { type Dependency, mountHealth } from './health/health.ts';
import { limitRequests } from './limits/limitRequests.ts';
import type { Meter } from './limits/meter.ts';
import { createWaitingAddresses } from './limits/waitingAddresses.ts';
import { measureRequests, mountMetrics } from './metrics/metrics.ts';
import { describeApi } from './openapi/document.ts';
import { mountDocumentation } from './openapi/documentation.ts';
import { handleProblems, sendProblem } from './problems.ts';
import { readBodies } from './readBodies.ts';
import { logRequests } from './requestLog.ts';
import { addSecurityHeaders } from './securityHeaders.ts';
import { openSocketDoor } from './sockets.ts';
import { answerUnknown, rememberAddresses } from './unknownAddress.ts';
import { hostWebApp } from './webApp.ts';

/** Registers the routes of one resource. */
export type Mount = (app: FastifyInstance) => void | Promise<void>;

export interface HttpDeps {
  logger: FastifyBaseLogger;
  /** Our own address as browsers know it; null: whatever Host they used. */
  publicUrl: URL | null;
  callers: Callers;
  meter: Meter;
  registry: Registry;
  /** What `/readyz` looks at. */
  dependencies: Dependency[];
  isDraining: () => boolean;
  /** Proxies whose `X-Forwarded-*` is believed (addresses, networks); by default one on this machine. */
  trustedProxies?: string[];
  /** The built web app; null where this process serves none. */
  webAppFolder: string | null;
  /** Routes behind authentication, limits and security headers; each declares who may call it. */
  mounts: Mount[];
  /** Hot public routes, with none of that: correlation id and problems only. */
  publicMounts: Mount[];
  /** The calls of this process; null or absent where it takes none. */
  calls?: { readonly count: number } | null;
  /** How often it is looked whether a socket's peer lives and its caller still has the right to it. */
  socketBeatMs?: number;
}

const BODY_BYTES = 1024 * 1024;
/** To receive a whole request. */
const REQUEST_MS = 60_000;

/** The whole HTTP side of a web process, ready to listen or inject. */
export async function buildApp(deps: HttpDeps): Promise<FastifyInstance> {
  const https = deps.publicUrl?.protocol === 'https:';
  const app = fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: correlationIdOf,
    // What is logged about a request names it itself; a child logger for each costs more than a public read.
    childLoggerFactory: (logger) => logger,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    // What arrives on a connection that is still open while we drain is answered, and the connection closed.
    return503OnClosing: false,
    trustProxy: deps.trustedProxies ?? ['loopback'],
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, error),
    clientErrorHandler: (_error, socket) => {
      if (!socket.writable) return;
      const problem = new ProblemError('bad-request', 'This is not an HTTP request that can be read.');
      const body = JSON.stringify(problemBody(problem, correlationIdOf({ headers: {} })));
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-correlation-id', request.id);
    done();
  });
  handleProblems(app);
  readBodies(app);
  decorateCaller(app);
  openSocketDoor(app, deps.socketBeatMs);
  const methodsOf = rememberAddresses(app);
  await describeApi(app);
  mountHealth(app, deps.dependencies, deps.isDraining, deps.calls ?? null);
  for (const mount of deps.publicMounts) await app.register(async (scope) => mount(scope));

  await app.register(async (guarded) => {
    measureRequests(guarded, deps.registry);
    logRequests(guarded);
    await addSecurityHeaders(guarded, https);
    await guarded.register(cookie);
    const sendPage = deps.webAppFolder ? await hostWebApp(guarded, deps.webAppFolder, https) : null;
    mountDocumentation(guarded, app);
    answerUnknown(guarded, methodsOf, sendPage);
    await guarded.register(async (api) => {
      const waiting = createWaitingAddresses();
      authenticate(api, deps.callers, deps.publicUrl, waiting);
      limitRequests(api, deps.meter, waiting);
      enforceAccess(api);
      answerInTime(api);
      mountMetrics(api, deps.registry);
      for (const mount of deps.mounts) await api.register(async (scope) => mount(scope));
    });
  });
  return app;
}
